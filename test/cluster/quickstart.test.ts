import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { execa } from 'execa';
import { describeWithEngine } from './engine-only.ts';
import { answers, freePort, until } from './installation.ts';

const script = join(import.meta.dirname, '../../scripts/quickstart');

// Runs on the engine of the machine, which others use, too: `down` must keep the engine.
describeWithEngine('scripts/quickstart', 'the engine, which it starts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dokku-quickstart-'));
  const root = join(folder, 'root');
  const app = `quick-${randomBytes(3).toString('hex')}`;
  let port: number;

  const quickstart = (...args: string[]) => {
    const env = { DOKKU_ROOT: root, DOKKU_QUICKSTART_SSH_PORT: String(port), DOKKU_QUICKSTART_APP: app };
    return execa(script, args, { env, all: true, reject: false, stdin: 'ignore' });
  };

  before(async () => {
    port = await freePort();
  });
  after(async () => {
    if (existsSync(root)) await quickstart('down', '--keep-engine');
    rmSync(folder, { recursive: true });
  });

  it('prints the response of a pushed app', async () => {
    const { exitCode, all } = await quickstart();
    expect(exitCode, all).to.equal(0);
    expect(all)
      .to.match(/remote: -----> Building/)
      .and.contain(`=====> http://${app}.example.test answers:\n       Hello`);
  });

  it('can be repeated, also while a session reads the logs', async () => {
    const options = ['IdentitiesOnly=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null'];
    const target = ['-i', join(root, 'quickstart/id_ed25519'), '-p', String(port), 'dokku@127.0.0.1'];
    const words = ['-F', '/dev/null', ...options.flatMap((option) => ['-o', option]), ...target];
    const reader = execa('ssh', [...words, 'logs', app, '--tail'], {
      all: true,
      reject: false,
      buffer: false,
    });
    let read = '';
    reader.all.on('data', (chunk) => {
      read += chunk;
    });
    await until(() => read.includes('web: listening'), 'the logs');
    const { exitCode, all } = await quickstart('up');
    expect(exitCode, all).to.equal(0);
    expect(all).to.contain('answers:\n       Hello');
    await reader;
  });

  it('removes its app and its state, and keeps the cluster', async () => {
    const { exitCode, all } = await quickstart('down', '--keep-engine');
    expect(exitCode, all).to.equal(0);
    expect(existsSync(root)).to.equal(false);
    expect(await answers(port)).to.equal(false);
    const selector = ['--selector', `app.kubernetes.io/part-of=${app}`, '--output', 'name'];
    await until(async () => {
      const found = await execa('kubectl', [
        'get',
        'deployments,services,secrets',
        '--all-namespaces',
        ...selector,
      ]);
      return found.stdout === '';
    }, 'the objects of the app to go');
  });

  it('prints its usage', async () => {
    const { exitCode, all } = await quickstart('sideways');
    expect(exitCode).to.equal(2);
    expect(all).to.match(/^Usage: /);
  });
});
