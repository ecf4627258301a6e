import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { environmentFrom } from '../../../../src/core/environment.ts';
import { Output } from '../../../../src/core/output.ts';
import { cancelBuild } from '../../../../src/deploy/requests/cancel.ts';
import { identityOf } from '../../../../src/exec/process.ts';
import { Store } from '../../../../src/state/store.ts';

describe('builds:cancel without an id', () => {
  const root = mkdtempSync(join(tmpdir(), 'dokku-cancel-'));
  const environment = environmentFrom({ DOKKU_ROOT: root }, root);
  const store = Store.open(environment);
  const out = new Output({ stdout: { write: () => {} }, stderr: { write: () => {} } });
  const children: ChildProcess[] = [];
  after(() => {
    for (const child of children) child.kill('SIGKILL');
    store.close();
    rmSync(root, { recursive: true });
  });

  /** Records a build that a separate process runs. */
  async function startBuild(id: string, startedAt: number): Promise<void> {
    const child = spawn('sleep', ['600']);
    children.push(child);
    await once(child, 'spawn');
    const common = {
      app: 'shop',
      kind: 'build',
      source: 'git-push',
      author: 'ada',
      commit: 'c0ffee',
    } as const;
    store.builds.start({ id, ...common, ...identityOf(child.pid!)!, startedAt });
  }

  it('stops the build that holds the lock, not a newer one that waits for the lock', async () => {
    store.apps.create('shop');
    await startBuild('holding', 1);
    await startBuild('waiting', 2);
    const now = Date.now();
    const holder = { owner: 'ada', purpose: 'deploy c0ffee', build: 'holding', since: now, heartbeat: now };
    store.locks.acquire('shop', { ...identityOf(children[0]!.pid!)!, ...holder }, () => true);
    const ended = once(children[0]!, 'exit');
    await cancelBuild({ environment, store, out }, 'shop', undefined);
    await ended;
    expect(store.builds.find('shop', 'holding')!.status).to.equal('canceled');
    expect(store.builds.find('shop', 'waiting')!.status).to.equal('running');
    expect(children[1]!.exitCode ?? children[1]!.signalCode).to.equal(null);
  });
});
