import type { Context } from '../../cli/invoke/context.ts';
import { report } from '../../cli/parts/report.ts';
import { type DockerOption, EVERY_PROCESS } from '../../state/apps/docker-options.ts';
import { phases } from './words.ts';

export default report({
  plugin: 'docker-options',
  summary: 'Show the docker options of apps',
  dualKeys: true,
  examples: [
    { command: 'dokku docker-options:report my-app', summary: 'Show all options of one app' },
    {
      command: 'dokku docker-options:report my-app --docker-options-build',
      summary: 'Print the options of builds',
    },
  ],
  app(context, app) {
    const lists = listsOf(context, app);
    return Object.fromEntries(Object.entries(lists).map(([key, options]) => [key, options.join(' ')]));
  },
  jsonOnly(context, app) {
    const lists = listsOf(context, app);
    return Object.fromEntries(Object.entries(lists).map(([key, options]) => [`${key}-list`, options]));
  },
});

/** Options by `build`, `deploy`, `run` and `deploy.<process>`. */
function listsOf({ store }: Context, app: string): Record<string, string[]> {
  const lists: Record<string, string[]> = Object.fromEntries(phases.map((phase) => [phase, []]));
  for (const option of store.dockerOptions.list(app)) {
    lists[keyOf(option)] ??= [];
    lists[keyOf(option)]!.push(option.option);
  }
  return lists;
}

function keyOf({ phase, process }: DockerOption): string {
  return process === EVERY_PROCESS ? phase : `${phase}.${process}`;
}
