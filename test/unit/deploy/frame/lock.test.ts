import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { expect } from 'chai';
import { environmentFrom } from '../../../../src/core/environment.ts';
import { type Failure, throwIfCancelled } from '../../../../src/core/failure.ts';
import { Output } from '../../../../src/core/output.ts';
import { livingHolder, withLock } from '../../../../src/deploy/frame/lock.ts';
import { identityOf } from '../../../../src/exec/process.ts';
import { Store } from '../../../../src/state/store.ts';

describe('deploy lock', () => {
  let root: string;
  let store: Store;
  const signal = new AbortController().signal;
  const silent = new Output({ stdout: { write: () => {} }, stderr: { write: () => {} } });
  const context = () => ({ store, out: silent, signal });
  const claim = { app: 'shop', owner: 'ada', purpose: 'deploy 3f2c91a', build: 'b1' };
  const refusalOf = (work: Promise<unknown>) =>
    work.then(
      () => expect.fail('not refused'),
      (error) => error as Failure,
    );

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'dokku-lock-'));
    store = Store.open(environmentFrom({ DOKKU_ROOT: root }, root));
    store.apps.create('shop');
    store.apps.create('blog');
  });

  afterEach(() => {
    store.close();
    rmSync(root, { recursive: true });
  });

  it('is held while the body runs and free afterwards, also when the body fails', async () => {
    await withLock(context(), claim, async () => expect(livingHolder(store, 'shop')?.owner).to.equal('ada'));
    expect(livingHolder(store, 'shop')).to.equal(undefined);
    await refusalOf(withLock(context(), claim, () => Promise.reject(new Error('broken'))));
    expect(livingHolder(store, 'shop')).to.equal(undefined);
  });

  it('refuses a second deploy with who, what, since when and the next step', async () => {
    await withLock(context(), claim, async () => {
      const refusal = await refusalOf(withLock(context(), { ...claim, owner: 'bob' }, async () => {}));
      expect(refusal.message).to.match(
        /^shop currently has a deploy lock in place, held by ada \(deploy 3f2c91a, build b1\) for \d+ ms$/,
      );
      expect(refusal.hint.join('\n')).to.contain('dokku apps:unlock shop');
    });
  });

  it('does not block another app', async () => {
    const holders: (string | undefined)[] = [];
    await withLock(context(), claim, () =>
      withLock(context(), { ...claim, app: 'blog', owner: 'bob' }, async () => {
        holders.push(livingHolder(store, 'shop')?.owner, livingHolder(store, 'blog')?.owner);
      }),
    );
    expect(holders).to.deep.equal(['ada', 'bob']);
  });

  it('waits on request', async () => {
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const held = withLock(context(), claim, () => gate.promise.then(() => void order.push('first')));
    const waiting = withLock(context(), { ...claim, wait: true }, async () => void order.push('second'));
    gate.resolve();
    await Promise.all([held, waiting]);
    expect(order).to.deep.equal(['first', 'second']);
  });

  it('passes to the successor of a body that succeeds, and refuses nobody while the successor lives', async () => {
    const git = spawn('sleep', ['60']);
    const successor = identityOf(git.pid!)!;
    await refusalOf(withLock(context(), { ...claim, successor }, () => Promise.reject(new Error('broken'))));
    expect(livingHolder(store, 'shop'), 'after a failure').to.equal(undefined);
    await withLock(context(), { ...claim, successor }, async () => {});
    expect(livingHolder(store, 'shop')).to.include({ pid: git.pid, purpose: 'move refs' });
    // The same push may deploy again.
    await withLock(context(), { ...claim, successor }, async () => {});
    const clock = mock.timers;
    clock.enable({ apis: ['setTimeout'] });
    try {
      let ran = false;
      const next = withLock(context(), { ...claim, owner: 'bob' }, async () => {
        ran = true;
      });
      const lookAgain = async () => {
        clock.tick(1000);
        await new Promise((resolve) => setImmediate(resolve));
      };
      for (let looks = 0; looks < 5; looks++) {
        await lookAgain();
        expect(ran, 'while the heir lives').to.equal(false);
      }
      git.kill();
      await once(git, 'exit');
      await lookAgain();
      await next;
      expect(ran, 'after the end of the heir').to.equal(true);
    } finally {
      clock.reset();
    }
  });

  it('is free when its owner is dead', async () => {
    const dead = { ...identityOf(process.pid)!, startTicks: 1 };
    store.locks.acquire('shop', { ...claim, ...dead, owner: 'dead', since: 1, heartbeat: 1 }, () => true);
    expect(livingHolder(store, 'shop')).to.equal(undefined);
    const { owner } = await withLock(context(), claim, async () => livingHolder(store, 'shop')!);
    expect(owner).to.equal('ada');
  });

  it('reports to a deploy that its lock was broken', async () => {
    await withLock(context(), claim, async (lock) => {
      lock.check();
      store.locks.break('shop');
      expect(() => lock.check()).to.throw('apps:unlock broke the deploy lock');
      expect(lock.lost.aborted).to.equal(true);
    });
  });

  it('stops the work under a lock that was broken', async () => {
    const clock = mock.timers;
    clock.enable({ apis: ['setInterval'] });
    try {
      await withLock(context(), claim, async ({ lost }) => {
        store.locks.break('shop');
        clock.tick(2000);
        expect(lost.aborted).to.equal(true);
        expect(() => throwIfCancelled(lost)).to.throw('apps:unlock broke the deploy lock');
      });
    } finally {
      clock.reset();
    }
  });

  it('is refused while deploys are locked by hand', async () => {
    store.apps.lock('shop', 'ada');
    const refusal = await refusalOf(withLock(context(), claim, async () => {}));
    expect(refusal.message).to.contain('ada locked deploys');
    expect(refusal.hint).to.deep.equal(['Allow deploys again: dokku apps:unlock shop']);
  });
});
