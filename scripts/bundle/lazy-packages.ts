import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Packages that a library loads at its start for something that we never ask it for. Kubernetes' client needs undici
 * for its own requests, while ours go through Node's `https`; loading it is most of the time that the client takes.
 */
const packages = ['undici'];

/** Imports of these packages become property reads on an object that loads the package at the first one. */
export const lazyPackages: Plugin = {
  name: 'lazy-packages',
  setup(build) {
    build.onResolve({ filter: /^[a-z]/ }, ({ path, importer, namespace }) => {
      if (!packages.includes(path) || namespace === 'lazy-package') return undefined;
      return { path: createRequire(importer).resolve(path), namespace: 'lazy-package' };
    });
    build.onLoad({ filter: /./, namespace: 'lazy-package' }, ({ path }) => {
      const keys = Object.keys(createRequire(path)(path));
      const getters = keys.map((key) => `get ${JSON.stringify(key)}() { return load().${key}; },`);
      return {
        resolveDir: '/',
        contents: `let loaded;
const load = () => loaded ??= require(${JSON.stringify(path)});
module.exports = { ${getters.join('\n')} };`,
      };
    });
  },
};
