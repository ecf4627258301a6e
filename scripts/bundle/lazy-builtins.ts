import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Turns imports of Node's modules into property reads on an object that loads the module at the first read. An ES
 * import of `node:fs` costs 3 ms at each start, because it evaluates every export and so loads streams and promises.
 * `node:crypto` costs the same. Most commands need little of either.
 */
export const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup(build) {
    build.onResolve({ filter: /^[a-z]|^node:/ }, ({ path, importer }) => {
      if (!isBuiltin(path)) return undefined;
      const name = path.replace(/^node:/, '');
      // Libraries may patch or call an imported module, so they get the original module.
      return { path: name, namespace: importer.includes('node_modules') ? 'builtin' : 'lazy-builtin' };
    });
    build.onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({ contents: whole(path) }));
    build.onLoad({ filter: /./, namespace: 'lazy-builtin' }, ({ path }) => {
      const builtin: unknown = process.getBuiltinModule(path);
      return { contents: typeof builtin === 'object' ? lazy(path, Object.keys(builtin ?? {})) : whole(path) };
    });
  },
};

function whole(name: string): string {
  return `module.exports = process.getBuiltinModule('node:${name}');`;
}

function lazy(name: string, keys: string[]): string {
  const getters = keys.map((key) => `get ${JSON.stringify(key)}() { return load().${key}; },`);
  return `let loaded;
const load = () => loaded ??= process.getBuiltinModule('node:${name}');
module.exports = { ${getters.join('\n')} };`;
}
