import { hasRole, visibleApps } from '../../access/guard.ts';
import { parse } from '../../cli/parse/parse.ts';
import { type Command, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { commandTable } from '../table.ts';

export default command({
  name: 'report',
  summary: 'Show all reports of an app or of all apps',
  description: 'Reports that need a higher role than yours are omitted.',
  args: [{ name: 'app', summary: 'Name of the app (default: all apps)', kind: 'app', optional: true }],
  flags: { all: { type: 'boolean', summary: 'Show the reports of all apps' } },
  role: 'read',
  examples: [
    { command: 'dokku report my-app', summary: 'Show all settings of an app, e.g. for a bug report' },
  ],
  async run(context, { args, flags }) {
    if (args.app !== undefined && flags.all)
      throw new Failure('Give either an app or --all, not both', { code: 'usage' });
    const apps = args.app === undefined ? visibleApps(context, context.store.apps.names()) : [args.app];
    if (apps.length === 0)
      context.out.warn('There are no apps yet; create one with: dokku apps:create <app>');
    const reports = (await commandTable.load((name) => name.endsWith(':report'))).filter(isAboutApp);
    for (const app of apps) {
      for (const each of reports.filter(({ role }) => hasRole(context, role, app)))
        await each.run(context, parse(each, [app]) as never);
    }
  },
});

/** Other reports are about entries of storage and the like. */
function isAboutApp({ args }: Command): boolean {
  return args[0]?.kind === 'scope';
}
