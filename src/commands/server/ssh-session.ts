import { runSession } from '../../cli/invoke/session.ts';
import { remoteArguments } from '../../cli/parse/remote-command.ts';
import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { commandTable } from '../table.ts';

export default command({
  name: 'ssh-session',
  summary: 'Serve one OpenSSH session as the forced command of a key; see ssh-keys:authorized',
  args: [],
  flags: {
    'key-name': { type: 'string', summary: 'Name of the user', placeholder: 'NAME' },
    fingerprint: { type: 'string', summary: 'Fingerprint of the key', placeholder: 'SHA256:…' },
  },
  role: 'admin',
  local: true,
  internal: true,
  examples: [
    {
      command: 'dokku ssh-session --key-name alice --fingerprint SHA256:…',
      summary: 'Serve a session, from a line of authorized_keys',
    },
  ],
  run({ environment, variables, streams, terminal, signal, store }, { flags }) {
    const key = store.keys.findByFingerprint(flags.fingerprint ?? '');
    // The line of authorized_keys may still exist after the key was removed.
    if (!key || key.name !== flags['key-name'])
      throw new Failure('Access denied: the key is no longer known', { code: 'access.denied' });
    return runSession({
      commands: commandTable,
      argv: remoteArguments(variables.SSH_ORIGINAL_COMMAND),
      environment,
      variables,
      actor: { name: key.name, via: 'ssh', fingerprint: key.fingerprint },
      streams,
      terminal,
      signal,
    });
  },
});
