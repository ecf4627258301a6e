import { expect } from 'chai';
import { launcher } from '../installation.ts';
import { Storage } from './fixture.ts';

// Whole program runs are killed after ever longer times, so that each step of the work is once the last one.
describe('a storage command that is killed', () => {
  let storage: Storage;
  before(async () => {
    storage = await Storage.begin();
  });
  after(() => storage.end());

  async function killedAfter(milliseconds: number, args: string[]): Promise<boolean> {
    const running = storage.spawn(launcher, args);
    const timer = setTimeout(() => process.kill(-running.child.pid!, 'SIGKILL'), milliseconds);
    const { status } = await running.ended;
    clearTimeout(timer);
    return status === -1;
  }

  /** Kills `args` at growing times until it is fast enough; `repaired` is what the next call must achieve. */
  async function atEveryStep(args: (round: number) => string[], repaired: (round: number) => Promise<void>) {
    let kills = 0;
    for (let round = 1; ; round++) {
      const killed = await killedAfter(round * 80, args(round));
      if (killed) kills++;
      await repaired(round);
      if (!killed) break;
    }
    expect(kills).to.be.above(2);
  }

  it('is repaired by the next create', async () => {
    const create = ['storage:create', 'data', '--size', '1Mi'];
    await atEveryStep(
      () => create,
      async () => {
        expect(await storage.must(...create)).to.match(/data (created|already exists)/);
        expect(await storage.kubectl('get', 'pvc', '--output', 'name')).to.equal(
          'persistentvolumeclaim/data\n',
        );
        await storage.must('storage:destroy', 'data', '--force');
        expect(await storage.kubectl('get', 'pvc,secret', '--output', 'name')).to.equal('');
      },
    );
  });

  it('is repaired by the next set', async () => {
    await storage.must('storage:create', 'data', '--size', '1Mi');
    const label = (round: number) => ['storage:labels:set', 'data', 'round', String(round)];
    await atEveryStep(label, async (round) => {
      await storage.must(...label(round));
      const claim = await storage.kubeJson<{ metadata: { labels: object } }>('get', 'pvc', 'data');
      expect(claim.metadata.labels).to.include({ round: String(round) });
    });
  });

  it('is repaired by the next destroy', async () => {
    await atEveryStep(
      () => ['storage:destroy', 'data', '--force'],
      async () => {
        const { status, text } = await storage.dokku(['storage:destroy', 'data', '--force']);
        expect(text).to.match(/destroyed|does not exist/);
        expect(status).to.be.oneOf([0, 1]);
        expect(await storage.kubectl('get', 'pvc,secret', '--output', 'name')).to.equal('');
        await storage.must('storage:create', 'data', '--size', '1Mi');
      },
    );
  });
});
