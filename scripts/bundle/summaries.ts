import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { summaries } from '../../src/commands/summaries.ts';

const module = resolve('src/commands/summaries.ts');

/** Creates the list of all commands at build time, so that `dokku help` does not load every command. */
export const readySummaries: Plugin = {
  name: 'ready-summaries',
  setup(build) {
    build.onLoad({ filter: /commands\/summaries\.ts$/, namespace: 'file' }, async ({ path }) => {
      if (path !== module) return undefined;
      const list = JSON.stringify(await summaries());
      return { contents: `const list = ${list};\nexport const summaries = async () => list;` };
    });
  },
};
