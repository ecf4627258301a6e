import { roleOf } from '../../access/guard.ts';
import { columns } from '../../cli/parts/table-text.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { GLOBAL } from '../../state/scope.ts';

export default command({
  name: 'access:list',
  summary: 'List the roles of users',
  args: [{ ...appArgument, optional: true }],
  flags: { format: formatFlag },
  role: 'admin',
  examples: [{ command: 'dokku access:list shop', summary: 'List who has a role for one app' }],
  run(context, { args, flags }) {
    const grants = context.store.grants
      .list()
      .filter(({ scope }) => args.app === undefined || scope === args.app || seesGlobal(context, scope));
    if (flags.format === 'json')
      return context.out.json(grants.map(({ user, scope, role }) => ({ user, app: scope, role })));
    for (const line of columns([['User', 'App', 'Role'], ...grants.map((g) => [g.user, g.scope, g.role])]))
      context.out.line(line);
  },
});

/** An administrator of one app does not see who has a role for all apps. */
function seesGlobal(context: Parameters<typeof roleOf>[0], scope: string): boolean {
  return scope === GLOBAL && roleOf(context, GLOBAL) === 'admin';
}
