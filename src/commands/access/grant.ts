import { roles } from '../../access/actor.ts';
import { validateUserName } from '../../access/users.ts';
import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { nearest } from '../../core/suggest.ts';
import { GLOBAL } from '../../state/scope.ts';

export default command({
  name: 'access:grant',
  summary: 'Grant a user a role for one app or for all apps',
  description:
    'read: view the app and fetch its repository. deploy: also push, and change the state of the app. admin: also ' +
    'change settings and grants. The new role replaces the role that the user had for the same app or for all apps. ' +
    'When a user has a role for all apps and one for an app, the higher role counts.',
  args: [
    { name: 'user', summary: 'Name of the key or token owner', kind: 'text' },
    { name: 'role', summary: roles.join(', '), kind: 'text' },
    { name: 'app', summary: 'App of the role (default: all apps)', kind: 'app', optional: true },
  ],
  flags: {},
  role: 'admin',
  examples: [
    { command: 'dokku access:grant bob deploy shop', summary: 'Let bob deploy one app' },
    { command: 'dokku access:grant carol read', summary: 'Let carol view all apps' },
  ],
  run({ store, out }, { args }) {
    validateUserName(args.user);
    if (!(roles as readonly string[]).includes(args.role)) {
      const near = nearest(args.role, roles);
      throw new Failure(`${args.role} is not a role`, {
        code: 'access.role',
        hint: near ? `Did you mean: ${near}` : `Roles are: ${roles.join(', ')}`,
      });
    }
    store.grants.set({ user: args.user, scope: args.app ?? GLOBAL, role: args.role });
    out.step(`${args.user} has the role ${args.role} for ${args.app ?? 'all apps'}`);
  },
});
