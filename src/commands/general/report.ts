import { visibleApps } from '../../access/guard.ts';
import { Failure } from '../../core/failure.ts';
import { type Command, command } from '../define.ts';
import { loadCommands } from '../load.ts';
import { parse } from '../parse.ts';

export default command({
  name: 'report',
  summary: 'Show every report of an app, or of all apps',
  args: [{ name: 'app', summary: 'Name of the app; all apps without it', kind: 'app', optional: true }],
  flags: { all: { type: 'boolean', summary: 'All apps' } },
  role: 'read',
  examples: [
    { command: 'dokku report my-app', summary: 'Show all that is set for an app, e.g. for a bug report' },
  ],
  async run(context, { args, flags }) {
    if (args.app !== undefined && flags.all)
      throw new Failure('Give an app or --all, not both', { code: 'usage' });
    const apps = args.app === undefined ? visibleApps(context, context.store.apps.names()) : [args.app];
    if (apps.length === 0)
      context.out.warn('There are no apps yet; create one with: dokku apps:create <app>');
    const reports = (await loadCommands((name) => name.endsWith(':report'))).filter(isOfApps);
    for (const app of apps) {
      for (const each of reports) await each.run(context, parse(each, [app]) as never);
    }
  },
});

/** Some reports are of something else, such as an entry of storage. */
function isOfApps({ args: [first] }: Command): boolean {
  return first?.kind === 'app' || first?.kind === 'scope';
}
