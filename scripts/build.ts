import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { kubeClient } from './bundle/kube-client.ts';
import { lazyBuiltins } from './bundle/lazy-builtins.ts';
import { lazyPackages } from './bundle/lazy-packages.ts';
import { replaceBundle } from './bundle/replace.ts';
import { startChunk } from './bundle/start-chunk.ts';
import { readySummaries } from './bundle/summaries.ts';

// Code splitting keeps heavy parts in separate files, so that `dokku version` reads only two small files.
const { outdir } = parseArgs({ options: { outdir: { type: 'string', default: 'dist' } } }).values;
const fresh = `${outdir}.${process.pid}`;
await build({
  entryPoints: { main: 'src/main.ts' },
  outdir: fresh,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  // Read only where a stack trace is printed: src/core/source-lines.ts.
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  plugins: [kubeClient, lazyBuiltins, lazyPackages, startChunk, readySummaries],
  // CommonJS libraries use __dirname; the files that they would read from it are bundled or not used.
  define: { __dirname: 'import.meta.dirname' },
  // Optional native modules of the bundled libraries.
  external: ['cpu-features', './crypto/build/Release/sshcrypto.node'],
});
replaceBundle(outdir, fresh);
