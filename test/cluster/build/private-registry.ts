import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../../src/exec/run-program.ts';

/** A registry that requires a login, run with the engine's registry program. */
export interface PrivateRegistry {
  host: string;
  username: string;
  password: string;
  /** Replaces the password. Returns the new password. */
  changePassword(): Promise<string>;
  stop(): Promise<void>;
}

/** Two passwords and their bcrypt hashes of cost 5. */
const first = {
  password: 'engine-secret',
  hash: '$2y$05$abcdefghijklmnopqrstuuM/4ytKrZZYjFSe6b8vCkipGUm0iqeo.',
};
const second = {
  password: 'engine-secret-2',
  hash: '$2y$05$abcdefghijklmnopqrstuuMjPdtCZ0YC20sWZKpeql8XDU3VGY5Tm',
};

/** Starts a registry at 127.0.0.1. `listen` changes the listen address: 0.0.0.0 means every address of the machine. */
export async function startPrivateRegistry(listen = '127.0.0.1'): Promise<PrivateRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'registry-'));
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const letIn = ({ hash }: typeof first) => writeFile(join(folder, 'htpasswd'), `me:${hash}\n`);
  await letIn(first);
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({
      version: '0.1',
      storage: { filesystem: { rootdirectory: join(folder, 'data') }, delete: { enabled: true } },
      http: { addr: `${listen}:${port}` },
      auth: { htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } },
    }),
  );
  const controller = new AbortController();
  const running = runProgram('registry', ['serve', join(folder, 'config.json')], {
    signal: controller.signal,
    env: { OTEL_TRACES_EXPORTER: 'none' },
  }).catch(() => {});
  while (!(await answers(host))) await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    host,
    username: 'me',
    password: first.password,
    async changePassword() {
      await letIn(second);
      return second.password;
    },
    async stop() {
      controller.abort();
      await running;
      await rm(folder, { recursive: true });
    },
  };
}

async function answers(host: string): Promise<boolean> {
  return fetch(`http://${host}/v2/`).then(
    (response) => response.status === 401,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
