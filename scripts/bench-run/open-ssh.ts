import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { answers, freePort, type Installation, until } from '../../test/cluster/installation.ts';
import type { Bench } from './bench.ts';

const program = '/usr/sbin/sshd';

/**
 * Serves repositories over OpenSSH, so that both sides of the comparison use SSH. Returns the prefix of their
 * addresses.
 */
export async function serveByOpenSsh(bench: Bench, installation: Installation): Promise<string> {
  const folder = join(installation.folder, 'sshd');
  mkdirSync(folder, { mode: 0o700 });
  // sshd's privilege separation needs this folder, which a service unit usually creates.
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  await installation.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'host-key')]);
  const port = await freePort();
  const settings = {
    ListenAddress: `127.0.0.1:${port}`,
    HostKey: join(folder, 'host-key'),
    AuthorizedKeysFile: `${installation.key}.pub`,
    StrictModes: 'no',
    UsePAM: 'no',
    PidFile: 'none',
  };
  const config = join(folder, 'config');
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
  writeFileSync(config, lines.join(''));
  const server = spawn(program, ['-D', '-e', '-f', config], { stdio: 'ignore' });
  bench.atEnd(() => server.kill());
  await until(() => answers(port), 'OpenSSH to listen');
  return `ssh://${userInfo().username}@127.0.0.1:${port}`;
}
