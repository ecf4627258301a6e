import { join } from 'node:path';
import { authorizedKeysLine } from '../../access/authorized-keys.ts';
import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';

export default command({
  name: 'ssh-keys:authorized',
  summary: "Print the keys as OpenSSH's authorized_keys, for its AuthorizedKeysCommand",
  args: [
    {
      name: 'fingerprint',
      summary: 'Only this key (%f of AuthorizedKeysCommand)',
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
      summary: 'Write the file once',
    },
  ],
  run({ environment, store, out }, { args }) {
    const launcher = join(environment.installation, 'bin', 'dokku');
    if (!/^[\w./+-]+$/.test(launcher)) {
      throw new Failure(
        `The folder ${environment.installation} has characters that OpenSSH would have to quote`,
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
