import { columns } from '../../cli/parts/table-text.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { buildAsJson, displayStatus, durationOf } from './describe.ts';

export default command({
  name: 'builds:list',
  summary: 'List the builds of an app',
  args: [appArgument],
  flags: { format: formatFlag },
  role: 'read',
  examples: [
    { command: 'dokku builds:list my-app', summary: 'List the builds with their status, newest first' },
  ],
  run({ out, store, environment }, { args, flags }) {
    const builds = store.builds.list(args.app);
    if (flags.format === 'json') return out.json(builds.map((build) => buildAsJson(environment, build)));
    if (builds.length === 0) return out.warn(`${args.app} has no builds yet`);
    out.header(`${args.app} builds`);
    const rows = builds.map((build) => [
      build.id,
      displayStatus(build),
      build.kind,
      new Date(build.startedAt).toISOString(),
      durationOf(build),
      build.author ?? '',
      build.commit?.slice(0, 7) ?? build.source ?? '',
    ]);
    for (const line of columns([['ID', 'Status', 'Kind', 'Started', 'Duration', 'By', 'Source'], ...rows]))
      out.line(line);
  },
});
