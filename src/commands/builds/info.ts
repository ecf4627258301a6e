import { keyValues } from '../../cli/parts/table-text.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { capitalize } from '../../core/capitalize.ts';
import { buildAsJson, findBuild } from './describe.ts';

export default command({
  name: 'builds:info',
  summary: 'Show a build',
  args: [
    appArgument,
    { name: 'build', summary: 'Id of the build (default: the newest build)', kind: 'text', optional: true },
  ],
  flags: { format: formatFlag },
  role: 'read',
  examples: [
    {
      command: 'dokku builds:info my-app',
      summary: 'Show the status of the newest build, and why it failed',
    },
  ],
  run({ out, store, environment }, { args, flags }) {
    const facts = buildAsJson(environment, findBuild(store, args.app, args.build));
    if (flags.format === 'json') return out.json(facts);
    out.header(`${args.app} build ${facts.id}`);
    const rows = Object.entries(facts).map(([key, value]) => [label(key), shown(key, value)] as const);
    for (const line of keyValues(rows)) out.detail(line);
  },
});

/** `started_at` → `Started at` */
function label(key: string): string {
  return capitalize(key.replaceAll('_', ' '));
}

/** Times are numbers in JSON only. */
function shown(key: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  return key.endsWith('_at') ? new Date(Number(value) * 1000).toISOString() : String(value);
}
