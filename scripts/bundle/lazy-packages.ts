import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Packages that most commands do not need. Kubernetes' client imports some of them for proxies and for logins by OIDC or
 * a cloud. The edit distance, for mistyped words, allocates a table of 256 KB.
 */
const packages = [
  'fastest-levenshtein',
  'hpagent',
  'jsonpath-plus',
  'openid-client',
  'socks',
  'socks-proxy-agent',
];

/** Turns imports of these packages into property reads on an object that loads the package at the first read. */
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
