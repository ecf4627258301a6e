import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { environmentFrom } from '../../../../src/core/environment.ts';
import { Output } from '../../../../src/core/output.ts';
import { reap } from '../../../../src/deploy/frame/reap.ts';
import { cancelBuild } from '../../../../src/deploy/requests/cancel.ts';
import { identityOf } from '../../../../src/exec/process.ts';
import type { Store } from '../../../../src/state/store.ts';
import { temporaryStore } from '../../state/fixture.ts';

describe('deploys whose process no longer runs', () => {
  let temporary: ReturnType<typeof temporaryStore>;
  let store: Store;
  const context = () => ({
    store,
    environment: environmentFrom({ DOKKU_ROOT: temporary.root }, '/nowhere'),
    out: new Output({ stdout: { write: () => {} }, stderr: { write: () => {} } }),
  });

  beforeEach(() => {
    temporary = temporaryStore();
    store = temporary.store;
    store.apps.create('shop');
  });

  afterEach(() => temporary.end());

  /**
   * Records a build with an unfinished release. The process `pid` runs it, or (`dead`) an earlier process with the same
   * number.
   */
  function begin(pid: number, { dead }: { dead: boolean }): void {
    const identity = { ...identityOf(pid)!, ...(dead && { startTicks: 1 }) };
    store.builds.start({
      id: 'b1',
      app: 'shop',
      kind: 'build',
      source: 'git-push',
      author: 'ada',
      commit: 'c0ffee',
      ...identity,
      startedAt: 1,
    });
    const record = { image: '{}', appSpec: '{}', spec: '{}', kustomize: '{}', manifest: '', configHash: 'h' };
    store.releases.begin(
      {
        app: 'shop',
        number: 1,
        build: 'b1',
        createdAt: 1,
        description: 'Deploy c0ffee',
        author: 'ada',
        commit: 'c0ffee',
        ...record,
      },
      {},
    );
  }

  it('are marked as ended: the build failed, the release abandoned', () => {
    begin(process.pid, { dead: true });
    reap(context());
    expect(store.builds.find('shop', 'b1')).to.include({ status: 'failed', exitCode: 137 });
    expect(store.releases.find('shop', 1)?.outcome).to.equal('abandoned');
  });

  it('do not include deploys that are still running', () => {
    begin(process.pid, { dead: false });
    reap(context());
    expect(store.builds.find('shop', 'b1')?.status).to.equal('running');
    expect(store.releases.find('shop', 1)?.outcome).to.equal('running');
  });

  it('can be cancelled without a signal to a new process with the same id', async () => {
    const stranger = spawn('sleep', ['60']);
    try {
      begin(stranger.pid!, { dead: true });
      await cancelBuild(context(), 'shop', undefined);
      expect(store.builds.find('shop', 'b1')?.status).to.equal('canceled');
      expect(store.releases.find('shop', 1)?.outcome).to.equal('abandoned');
      expect(identityOf(stranger.pid!), 'the stranger').not.to.equal(undefined);
      expect(stranger.signalCode).to.equal(null);
    } finally {
      stranger.kill();
      await once(stranger, 'close');
    }
  });
});
