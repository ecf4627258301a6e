import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';

export default command({
  name: 'access:revoke',
  summary: 'Revoke a role of a user',
  args: [
    { name: 'user', summary: 'Name of the key or token owner', kind: 'text' },
    {
      name: 'app',
      summary: 'App of the role (default: the role for all apps)',
      kind: 'app',
      optional: true,
    },
  ],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku access:revoke bob shop', summary: 'Stop bob from deploying the app' }],
  run({ store, out }, { args }) {
    const scope = args.app ?? GLOBAL;
    if (!store.grants.remove(args.user, scope)) {
      throw new Failure(`${args.user} has no role for ${args.app ?? 'all apps'}`, {
        code: 'access.no-grant',
        hint: 'List all roles with: dokku access:list',
      });
    }
    out.step(`${args.user} no longer has a role for ${args.app ?? 'all apps'}`);
    const remaining = store.grants.of(args.user).map((grant) => `${grant.role} for ${grant.scope}`);
    if (remaining.length > 0) out.detail(`Remaining roles: ${remaining.join(', ')}`);
  },
});
