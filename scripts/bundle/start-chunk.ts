import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** Small modules that every start or most commands need. */
const shared = [
  'cli/invoke/session.ts',
  'cli/table/define.ts',
  'cli/parts/report.ts',
  'cli/parts/property-set.ts',
  'cli/parts/property-values.ts',
  'cli/parts/table-text.ts',
  'cli/parts/restart.ts',
  'server/local.ts',
];

/**
 * esbuild creates a chunk for each set of entry points that share a module, and every `import()` is an entry point.
 * Without this plugin, the modules of the start would be split into dozens of files: each start would read fifteen and
 * lose 5 ms. The plugin lets every entry point import all of these modules, so that they form one chunk.
 */
export const startChunk: Plugin = {
  name: 'start-chunk',
  setup(build) {
    const start = shared.map((file) => resolve('src', file));
    build.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, kind, resolveDir, namespace }) =>
      kind === 'dynamic-import' && namespace === 'file'
        ? { path: resolve(resolveDir, path), namespace: 'with-start' }
        : undefined,
    );
    build.onResolve({ filter: /^src\/main\.ts$/ }, ({ path }) => ({
      path: resolve(path),
      namespace: 'with-start',
    }));
    build.onLoad({ filter: /./, namespace: 'with-start' }, async ({ path }) => ({
      resolveDir: dirname(path),
      loader: 'ts',
      contents: [
        ...start.map((file) => `import '${file}';`),
        `export * from '${path}';`,
        ...(/^export default /m.test(await readFile(path, 'utf8'))
          ? [`export { default } from '${path}';`]
          : []),
      ].join('\n'),
    }));
  },
};
