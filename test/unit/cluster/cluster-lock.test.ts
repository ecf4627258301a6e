import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { withClusterLock } from '../../../src/cluster/cluster-lock.ts';
import { environmentFrom } from '../../../src/core/environment.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { GLOBAL } from '../../../src/state/scope.ts';
import { Store } from '../../../src/state/store.ts';

describe('the lock of a part of the cluster', () => {
  let root: string;
  let store: Store;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'cluster-lock-'));
    store = Store.open(environmentFrom({ DOKKU_ROOT: root }, tmpdir()));
  });
  afterEach(() => {
    store.close();
    rmSync(root, { recursive: true });
  });

  const sysctls = 'the sysctls of the nodes';
  const nothing = async () => {};

  it('refuses a second change of the same part, and no other', async () => {
    await withClusterLock(store, sysctls, async () => {
      const failure: Failure = await withClusterLock(store, sysctls, nothing).then(
        () => expect.fail('not refused'),
        (error) => error,
      );
      expect(failure.code).to.equal('cluster.busy');
      expect(failure.message).to.equal(
        'Another command is changing the sysctls of the nodes; nothing was changed',
      );
      await withClusterLock(store, 'the profiles', nothing);
    });
  });

  it('is free after a failure', async () => {
    const broken = withClusterLock(store, sysctls, async () => {
      throw new Error('broken');
    });
    await broken.then(
      () => expect.fail('not thrown'),
      ({ message }) => expect(message).to.equal('broken'),
    );
    expect(store.properties.all(GLOBAL, 'cluster-lock')).to.deep.equal({});
  });

  it('reports that its last holder died, until a change succeeds', async () => {
    const dead = { pid: process.pid, startTicks: 1, bootId: 'another boot' };
    store.properties.set(GLOBAL, 'cluster-lock', sysctls, JSON.stringify(dead));
    const reported: boolean[] = [];
    const change = (result: Promise<void>) =>
      withClusterLock(store, sysctls, (unfinished) => {
        reported.push(unfinished);
        return result;
      });
    await change(Promise.reject(new Error('broken'))).catch(() => {});
    await change(Promise.resolve());
    await change(Promise.resolve());
    expect(reported).to.deep.equal([true, true, false]);
    expect(store.properties.all(GLOBAL, 'cluster-lock')).to.deep.equal({});
  });
});
