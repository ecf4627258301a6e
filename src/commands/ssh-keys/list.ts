import { keyOptions } from '../../access/authorized-keys.ts';
import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';

export default command({
  name: 'ssh-keys:list',
  summary: 'List the public keys',
  args: [{ name: 'name', summary: 'Only keys of this user', kind: 'text', optional: true }],
  flags: {
    format: {
      type: 'string',
      summary: 'Output format',
      choices: ['text', 'stdout', 'json'],
      default: 'text',
      placeholder: 'FORMAT',
    },
  },
  role: 'admin',
  examples: [{ command: 'dokku ssh-keys:list --format json', summary: 'Print all keys as JSON' }],
  run({ store, out }, { args, flags }) {
    const keys = store.keys.list().filter(({ name }) => args.name === undefined || name === args.name);
    if (keys.length === 0) {
      throw new Failure(
        args.name === undefined ? 'No public keys found' : `No public key of user ${args.name} found`,
        {
          code: 'ssh-keys.none',
          hint: 'Add a key, as root on the server: dokku ssh-keys:add <name> <file>',
        },
      );
    }
    if (flags.format === 'json') {
      return out.json(
        keys.map(({ fingerprint, name, publicKey }) => ({
          fingerprint,
          name,
          SSHCOMMAND_ALLOWED_KEYS: keyOptions,
          'public-key': publicKey,
        })),
      );
    }
    for (const { fingerprint, name } of keys)
      out.line(`${fingerprint} NAME="${name}" SSHCOMMAND_ALLOWED_KEYS="${keyOptions}"`);
  },
});
