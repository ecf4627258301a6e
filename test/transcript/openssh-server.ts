import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Installation, Said, User } from './harness.ts';
import { until } from './until.ts';

/** A real sshd on a port of the loopback interface, which starts dokku by forced commands. */
export interface OpenSshServer {
  port: number;
  ssh(user: User, command: string, flags?: string[]): Promise<Said>;
  remote(app: string): string;
  stop(): Promise<void>;
}

/**
 * Starts sshd with the keys that `ssh-keys:authorized` prints. The login name is the user who runs this test; a real
 * installation has a user `dokku` for it.
 */
export async function startOpenSsh(dokku: Installation): Promise<OpenSshServer> {
  const login = userInfo().username;
  const port = await freePort();
  const keys = join(dokku.root, 'authorized_keys');
  // A forced command gets the login environment only, so the wrapper sets the state folder of this installation.
  const lines = (await dokku.dokku('ssh-keys:authorized')).stdout;
  const wrapper = join(dokku.root, 'dokku');
  writeFileSync(wrapper, `#!/bin/sh\nexport DOKKU_ROOT=${dokku.root}/state\nexec ${dokku.launcher} "$@"\n`);
  chmodSync(wrapper, 0o755);
  writeFileSync(keys, `${lines.replaceAll(dokku.launcher, wrapper)}\n`, { mode: 0o600 });
  const config = join(dokku.root, 'sshd_config');
  const settings = {
    ListenAddress: `127.0.0.1:${port}`,
    HostKey: await dokku.makeKey('host'),
    AuthorizedKeysFile: keys,
    StrictModes: 'no',
    UsePAM: 'no',
    PasswordAuthentication: 'no',
    PermitRootLogin: 'yes',
    PidFile: 'none',
  };
  writeFileSync(
    config,
    Object.entries(settings)
      .map((pair) => `${pair.join(' ')}\n`)
      .join(''),
  );
  mkdirSync('/run/sshd', { recursive: true });
  const sshd = dokku.spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config]);
  await until('sshd listens', async () => {
    const said = await dokku.run('ssh-keyscan', ['-p', String(port), '127.0.0.1']);
    return said.stdout !== '';
  });
  return {
    port,
    // The later port would be ignored: ssh takes the first one.
    ssh: (user, command, flags = []) =>
      dokku.run('ssh', [
        '-p',
        String(port),
        ...dokku.sshOptions(user),
        ...flags,
        `${login}@127.0.0.1`,
        '--',
        command,
      ]),
    remote: (app) => `ssh://${login}@127.0.0.1:${port}/${app}`,
    async stop() {
      sshd.kill();
      await sshd;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
