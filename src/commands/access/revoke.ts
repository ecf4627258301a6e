import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';

export default command({
  name: 'access:revoke',
  summary: "Take a user's role for one app, or the one for all apps",
  args: [
    { name: 'user', summary: 'Name of the key or token owner', kind: 'text' },
    {
      name: 'app',
      summary: 'The role for this app; the one for all without it',
      kind: 'app',
      optional: true,
    },
  ],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku access:revoke bob shop', summary: 'bob may no longer deploy the app' }],
  run({ store, out }, { args }) {
    const scope = args.app ?? GLOBAL;
    if (!store.grants.remove(args.user, scope)) {
      throw new Failure(`${args.user} has no role of its own for ${args.app ?? 'all apps'}`, {
        code: 'access.no-grant',
        hint: 'See who has which role: dokku access:list',
      });
    }
    out.step(`${args.user} no longer has a role for ${args.app ?? 'all apps'}`);
    const left = store.grants.of(args.user).map((grant) => `${grant.role} for ${grant.scope}`);
    if (left.length > 0) out.detail(`What is left: ${left.join(', ')}`);
  },
});
