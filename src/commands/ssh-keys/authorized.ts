import { join } from 'node:path';
import { authorizedKeysLine } from '../../access/authorized-keys.ts';
import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';

export default command({
  name: 'ssh-keys:authorized',
  summary: "Print the keys in authorized_keys format for OpenSSH's AuthorizedKeysCommand",
  args: [
    {
      name: 'fingerprint',
      summary: 'Only the key with this fingerprint (%f of AuthorizedKeysCommand)',
      kind: 'text',
      optional: true,
    },
  ],
  flags: {},
  role: 'admin',
  local: true,
  internal: true,
  examples: [
    {
      command: 'dokku ssh-keys:authorized > ~dokku/.ssh/authorized_keys',
      summary: 'Write the file authorized_keys once',
    },
  ],
  run({ environment, store, out }, { args }) {
    const launcher = join(environment.installation, 'bin', 'dokku');
    if (!/^[\w./+-]+$/.test(launcher)) {
      throw new Failure(
        `The installation folder ${environment.installation} contains characters that authorized_keys must quote`,
        {
          code: 'ssh-keys.launcher',
          hint: 'Install the program in a folder like /opt/dokku',
        },
      );
    }
    for (const key of store.keys.list()) {
      if (args.fingerprint === undefined || key.fingerprint === args.fingerprint)
        out.line(authorizedKeysLine(key, launcher));
    }
  },
});
