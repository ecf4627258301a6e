import { columns } from '../../cli/parts/table-text.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { releaseAsJson } from './describe.ts';

export default command({
  name: 'releases:list',
  summary: 'List the releases of an app, newest first',
  args: [appArgument],
  flags: { format: formatFlag },
  role: 'read',
  examples: [
    {
      command: 'dokku releases:list my-app',
      summary: 'List the releases with their authors; a star marks the current release',
    },
  ],
  run({ out, store }, { args, flags }) {
    const releases = store.releases.list(args.app);
    if (flags.format === 'json') return out.json(releases.map(releaseAsJson));
    if (releases.length === 0) return out.warn(`No releases of ${args.app} yet; push the app to create one`);
    const current = store.releases.current(args.app)?.number;
    out.header(`${args.app} releases`);
    const rows = releases.map((release) => [
      `v${release.number}${release.number === current ? ' *' : ''}`,
      release.outcome,
      new Date(release.createdAt).toISOString(),
      release.author,
      release.description,
      release.reason?.split('\n')[0] ?? '',
    ]);
    for (const line of columns([['Version', 'Outcome', 'Created', 'By', 'Description', 'Reason'], ...rows]))
      out.line(line);
  },
});
