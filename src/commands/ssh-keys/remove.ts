import { removeUser } from '../../access/users.ts';
import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';

export default command({
  name: 'ssh-keys:remove',
  summary: 'Revoke all access of a user',
  description:
    "Removes the user's key, grants and tokens. Succeeds when the key does not exist. Open sessions keep running.",
  args: [{ name: 'name', summary: 'Name of the user', kind: 'text', optional: true }],
  flags: {
    fingerprint: {
      type: 'string',
      summary: 'Find the user by the fingerprint of the key',
      placeholder: 'SHA256:…',
    },
  },
  role: 'admin',
  root: true,
  examples: [{ command: 'dokku ssh-keys:remove alice', summary: 'Revoke all access of alice' }],
  run({ store, out }, { args, flags }) {
    if (args.name === undefined && flags.fingerprint === undefined)
      throw new Failure('Please specify a user name or --fingerprint', { code: 'usage', exitStatus: 1 });
    const name = args.name ?? store.keys.findByFingerprint(flags.fingerprint!)?.name;
    if (name === undefined) return;
    const { tokens } = removeUser(store, name);
    if (tokens > 0) out.step(`Revoked ${tokens} token${tokens === 1 ? '' : 's'} of ${name}`);
  },
});
