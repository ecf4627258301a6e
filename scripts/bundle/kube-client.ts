import type { Plugin } from 'esbuild';

/**
 * Of Kubernetes' client the program uses what reads a kubeconfig and what opens a WebSocket; its requests go through
 * Node's `https`. The other kind of requests needs undici and the generated classes, which are most of the client:
 * every command that asks the cluster would read and evaluate them. Names by the module that they are imported from.
 */
const leftOut: Record<string, string[]> = {
  undici: ['Agent', 'ProxyAgent'],
  './gen/index.js': ['createConfiguration', 'ServerConfiguration'],
};

/** Puts functions that throw in place of what is left out. The build fails when the client imports more of it. */
export const kubeClient: Plugin = {
  name: 'kube-client',
  setup(build) {
    build.onResolve({ filter: /^undici$|^\.\/gen\/index\.js$/ }, ({ path, importer }) =>
      importer.includes('/@kubernetes/client-node/dist/') ? { path, namespace: 'left-out' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'left-out' }, ({ path }) => ({
      contents: leftOut[path]!.map(
        (name) => `export function ${name}() { throw new Error('${name} is left out of this bundle'); }`,
      ).join('\n'),
    }));
  },
};
