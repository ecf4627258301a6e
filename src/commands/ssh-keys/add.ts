import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { roles } from '../../access/actor.ts';
import { type PublicKey, parsePublicKey } from '../../access/public-key.ts';
import { isSecurityKey } from '../../access/security-key.ts';
import { validateUserName } from '../../access/users.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { command } from '../../cli/table/define.ts';
import { Failure, messageOf, noSuchApp } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';

export default command({
  name: 'ssh-keys:add',
  summary: 'Add a public key and give its user access',
  description:
    'The name of the key is the name of the user. Without --role and --app, the user may do everything that does not need root. The server verifies security keys (sk-ssh-ed25519@openssh.com, sk-ecdsa-sha2-nistp256@openssh.com) itself: each login needs a touch.',
  args: [
    { name: 'name', summary: 'Name of the user', kind: 'text' },
    {
      name: 'file',
      summary: 'File with the public key (default: standard input)',
      kind: 'text',
      optional: true,
    },
  ],
  flags: {
    role: { type: 'string', summary: 'Role of the user', choices: roles, default: 'admin' },
    app: {
      type: 'string',
      summary: 'Limit the role to this app; may be repeated',
      multiple: true,
      placeholder: 'APP',
    },
  },
  role: 'admin',
  root: true,
  examples: [
    {
      command: 'dokku ssh-keys:add alice /home/alice/.ssh/id_ed25519.pub',
      summary: 'Give alice all rights',
    },
    {
      command: 'cat key.pub | dokku ssh-keys:add --role deploy --app shop bob',
      summary: 'Let bob deploy one app',
    },
  ],
  async run(context, { args, flags }) {
    const { store, out } = context;
    validateUserName(args.name);
    const key = parsePublicKey(onlyLine(await read(context, args.file)));
    const missing = flags.app.find((app) => !store.apps.exists(app));
    if (missing !== undefined) throw noSuchApp(missing);
    store.transaction(() => {
      refuseDuplicates(context, args.name, key);
      store.keys.add({ name: args.name, ...key });
      for (const scope of flags.app.length > 0 ? flags.app : [GLOBAL])
        store.grants.set({ user: args.name, scope, role: flags.role });
    });
    out.line(key.fingerprint);
    if (isSecurityKey(key.publicKey.split(' ')[0]!))
      out.detail('The server verifies this security key itself; each login needs a touch');
  },
});

async function read({ streams, terminal }: Context, file: string | undefined): Promise<string> {
  if (file === undefined) {
    if (!terminal) return text(streams.stdin);
    throw new Failure('No public key given', {
      code: 'ssh-keys.none',
      hint: 'Name a file: dokku ssh-keys:add <name> <file> · or pipe the key into: dokku ssh-keys:add <name>',
    });
  }
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Failure(`Could not read the key file: ${messageOf(cause)}`, { code: 'ssh-keys.file', cause });
  }
}

function onlyLine(content: string): string {
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 1) return lines[0]!;
  throw new Failure(
    lines.length === 0 ? 'The public key is empty' : `Expected one public key, got ${lines.length} lines`,
    {
      code: 'ssh-keys.lines',
      hint: 'Pass one line, like the content of ~/.ssh/id_ed25519.pub',
    },
  );
}

function refuseDuplicates({ store }: Context, name: string, key: PublicKey): void {
  const taken = store.keys.find(name)?.fingerprint ?? store.keys.findByFingerprint(key.fingerprint)?.name;
  if (taken === undefined) return;
  throw new Failure(
    store.keys.find(name)
      ? `A key named ${name} already exists: ${taken}`
      : `This key already exists under the name ${taken}`,
    {
      code: 'ssh-keys.duplicate',
      hint: 'List the keys: dokku ssh-keys:list · remove a key: dokku ssh-keys:remove <name>',
    },
  );
}
