import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Of Kubernetes' client the program uses what reads a kubeconfig and what opens a WebSocket; its requests go through
 * Node's `https`. The rest, which is most of it, would be read and evaluated by every command that asks the cluster:
 * the generated classes, of which esbuild leaves out what nobody uses once it is told that nothing happens by their
 * being loaded; and undici, which is needed only by the kind of requests that we do not make.
 */
export const kubeClient: Plugin = {
  name: 'kube-client',
  setup(build) {
    build.onResolve({ filter: /./ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === kubeClient || !importer.includes('/@kubernetes/client-node/dist/')) return undefined;
      if (path === 'undici') return { path: createRequire(importer).resolve(path), namespace: 'left-out' };
      const resolved = await build.resolve(path, { importer, kind, resolveDir, pluginData: kubeClient });
      return resolved.path.includes('/@kubernetes/client-node/dist/gen/')
        ? { ...resolved, sideEffects: false }
        : undefined;
    });
    build.onLoad({ filter: /./, namespace: 'left-out' }, ({ path }) => {
      const getters = Object.keys(createRequire(path)(path)).map(
        (name) => `get ${name}() { missing('${name}'); },`,
      );
      return {
        contents: `const missing = (name) => { throw new Error('undici is not in this bundle, so there is no ' + name); };
module.exports = { ${getters.join('\n')} };`,
      };
    });
  },
};
