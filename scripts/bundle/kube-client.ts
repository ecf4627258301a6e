import type { Plugin } from 'esbuild';

/**
 * For @kubernetes/client-node 2.0.1.
 *
 * The program uses two parts of Kubernetes' client: the reader of the kubeconfig and the WebSocket. Requests go through
 * Node's `https`. The client's own requests need undici and the generated classes, which are most of the client: every
 * command with a cluster request would load them. Excluded names, by the module that they are imported from.
 */
const excluded: Record<string, string[]> = {
  undici: ['Agent', 'ProxyAgent'],
  './gen/index.js': ['createConfiguration', 'ServerConfiguration'],
};

/** Replaces the excluded names by functions that throw. The build fails when the client imports further names. */
export const kubeClient: Plugin = {
  name: 'kube-client',
  setup(build) {
    build.onResolve({ filter: /^undici$|^\.\/gen\/index\.js$/ }, ({ path, importer }) =>
      importer.includes('/@kubernetes/client-node/dist/') ? { path, namespace: 'excluded' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'excluded' }, ({ path }) => ({
      contents: excluded[path]!.map(
        (name) => `export function ${name}() { throw new Error('${name} is excluded from this bundle'); }`,
      ).join('\n'),
    }));
  },
};
