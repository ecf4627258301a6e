import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Ended, launcher, type Running, until } from '../installation.ts';
import { Storage } from './fixture.ts';
import { HelmHold } from './hold-helm.ts';

interface Labelled {
  metadata: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: { persistentVolumeReclaimPolicy?: string; resources?: { requests: { storage: string } } };
  status: { phase: string };
}

/** `install/helm` is the moment when Helm has changed the objects and has not recorded the release as deployed. */
const inHelm = 'install/helm';
const dieAt = join(import.meta.dirname, 'die-at.ts');

// With --trace, a command announces each step of a change. The test kills it there, with all its child processes.
describe('a killed storage command', () => {
  let storage: Storage;
  let className: string;
  let hold: HelmHold | undefined;
  before(async () => {
    storage = await Storage.begin();
    className = await storage.class('byhand', { allowVolumeExpansion: true });
    hold = await HelmHold.begin(storage);
  });
  after(async () => {
    hold?.end();
    await storage.end();
  });

  /** Kills a command and its child processes at a step. Fails if the command never reaches the step. */
  async function killAt(step: string, args: string[]): Promise<void> {
    const env = { DIE_AT: step, NODE_OPTIONS: `--import=${dieAt}` };
    const running = storage.spawn(launcher, ['--trace', ...args], step === inHelm ? {} : { env });
    const { status, text } = await (step === inHelm ? killInHelm(running) : running.ended);
    expect(status, `step ${step}\n${text}`).to.equal(-1);
    expect(text, `step ${step}`).to.contain(`storage step ${step.split('/')[0]}\n`);
  }

  async function killInHelm(running: Running): Promise<Ended> {
    const over = new AbortController();
    const held = hold!.next(over.signal);
    running.ended.finally(() => over.abort());
    const helm = await held;
    if (helm) process.kill(-running.child.pid!, 'SIGKILL');
    const ended = await running.ended;
    await helm?.ended;
    return ended;
  }

  /** Destroys the entry of a command that was killed at a step. Returns the output. */
  async function destroyAgain(name: string, step: string): Promise<string> {
    const { status, text } = await storage.dokku(['storage:destroy', name, '--force']);
    expect(status, `${step}\n${text}`).to.equal(0);
    return text;
  }

  /** Creates a volume with data in a folder that Kubernetes itself would empty under the policy Delete. */
  async function volumeWithData(name: string): Promise<{ volume: string; file: string }> {
    const volume = await storage.volume(name, className);
    const folder = join(storage.folder, volume);
    mkdirSync(folder);
    writeFileSync(join(folder, 'f'), name);
    return { volume, file: join(folder, 'f') };
  }

  /** Returns the data file of the volume that the first test adopts and that later tests use. */
  const file = () => join(storage.folder, `taken-${storage.id}`, 'f');

  const nothing = async () =>
    expect(await storage.kubectl('get', 'pvc,secret,job', '--output', 'name')).to.equal('');

  it('is undone by the next create, which restores the adopted volume', async () => {
    const { volume, file } = await volumeWithData('taken');
    await until(
      async () => (await storage.kubeJson<Labelled>('get', 'pv', volume)).status.phase === 'Available',
      'the volume',
    );
    const before = await storage.object('pv', volume);
    const flags = ['--reclaim-policy', 'Delete', '--label', 'tier=gold'];
    const create = ['storage:create', 'taken', '--volume', volume, ...flags];
    const owned = ['chown', 'reconcile', 'complete'];
    for (const step of ['adopt', 'install', inHelm, 'bind', 'trigger', 'chown', 'reconcile']) {
      await killAt(step, owned.includes(step) ? [...create, '--chown', '1000'] : create);
      if (step === 'reconcile') {
        storage.trigger('storage-create', 'exit 3');
        const again = await storage.dokku(create);
        storage.noTrigger('storage-create');
        expect(again.text).to.match(/was interrupted; undoing that change first[\s\S]*exit status 3/);
      } else await destroyAgain('taken', step);
      expect(await storage.object('pv', volume), step).to.deep.equal(before);
      await nothing();
      expect(readFileSync(file, 'utf8')).to.equal('taken');
    }
    storage.trigger('storage-create', 'exit 3');
    await killAt('undo', create);
    storage.noTrigger('storage-create');
    await killAt('complete', create);
    expect(await storage.must(...create)).to.match(/taken created/);
    expect(readFileSync(file, 'utf8')).to.equal('taken');
  });

  it('leaves an adopted claim unchanged, and the next create adopts the claim again', async () => {
    const { volume, file } = await volumeWithData('adopted');
    await storage.apply({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'adopted', namespace: storage.namespace, labels: { mine: 'yes' } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: className,
        resources: { requests: { storage: '1Gi' } },
      },
    });
    await until(
      async () =>
        (await storage.kubectl('get', 'pvc', 'adopted', '-o', 'jsonpath={.status.phase}')) === 'Bound',
      'the claim to be bound',
    );
    const objects = async () => [await storage.object('pvc', 'adopted'), await storage.object('pv', volume)];
    const before = await objects();
    const create = [
      'storage:create',
      'adopted',
      '--adopt',
      '--reclaim-policy',
      'Delete',
      '--label',
      'tier=gold',
    ];
    for (const step of ['adopt', inHelm, 'trigger', 'reconcile']) {
      await killAt(step, create);
      await destroyAgain('adopted', step);
      expect(await objects(), step).to.deep.equal(before);
    }
    await killAt('complete', create);
    expect(await storage.must(...create)).to.match(/adopted created/);
    expect(readFileSync(file, 'utf8')).to.equal('adopted');
    await storage.must('storage:set', 'adopted', 'reclaim-policy', 'Retain');
    await storage.must('storage:destroy', 'adopted', '--force');
    expect(readFileSync(file, 'utf8')).to.equal('adopted');
  });

  it('is finished by the next set: policy, owner, removed labels, and a size that is never reduced', async () => {
    const volume = `taken-${storage.id}`;
    let size = 1;
    for (const step of ['install', inHelm, 'reconcile', 'chown', 'complete']) {
      const next = ++size;
      await storage.must('storage:set', 'taken', '--label', 'old=1', '--reclaim-policy', 'Delete');
      const set = ['storage:set', 'taken', '--size', `${next}Gi`, '--label', `round=${next}`];
      await killAt(step, [...set, '--reclaim-policy', 'Retain', '--chown', String(next)]);
      expect(await storage.must('storage:annotations:set', 'taken', 'note', String(next))).to.contain(
        'Setting',
      );
      const claim = await storage.kubeJson<Labelled>('get', 'pvc', 'taken');
      const bound = await storage.kubeJson<Labelled>('get', 'pv', volume);
      for (const { metadata } of [claim, bound]) {
        expect(metadata.labels, step)
          .to.include({ round: String(next) })
          .and.not.have.any.keys('old', 'tier');
        expect(metadata.annotations, step).to.include({ note: String(next) });
      }
      expect(claim.spec.resources!.requests.storage).to.equal(`${next}Gi`);
      expect(bound.spec.persistentVolumeReclaimPolicy).to.equal('Retain');
      const info = JSON.parse(await storage.must('storage:info', 'taken', '--format', 'json'));
      expect(info).to.include({ size: `${next}Gi`, chown: String(next), reclaim_policy: 'Retain' });
      expect(statSync(file()).uid, step).to.equal(next);
    }
  });

  it('is finished by the next call when the command died before its last check of the volumes', async () => {
    const create = ['storage:create', 'none', '--size', '1Gi', '--storage-class-name'];
    create.push(await storage.class('without-volumes'));
    const stays = async () =>
      expect(await storage.kubectl('get', 'pvc', '--output', 'name')).to.contain('/none');
    storage.trigger('storage-create', 'exit 3');
    await killAt('inspect-claim', create);
    storage.noTrigger('storage-create');
    await stays();
    expect(await storage.must(...create)).to.match(/none created/);
    await killAt('inspect-claim', ['storage:destroy', 'none', '--force']);
    await stays();
    await destroyAgain('none', 'inspect-claim');
    expect(await storage.kubectl('get', 'pvc', '--output', 'name')).to.not.contain('/none');
  });

  it('is finished by the next destroy, which keeps the volume', async () => {
    const volume = `taken-${storage.id}`;
    for (const step of ['trigger', 'reconcile', 'uninstall', 'delete-claim', 'delete-volume', 'complete']) {
      await killAt(step, ['storage:destroy', 'taken', '--force']);
      const said = await destroyAgain('taken', step);
      expect(said, step).to.contain(`The volume ${volume} was kept, with its data`);
      await nothing();
      await storage.must('storage:create', 'taken', '--volume', volume);
      expect(readFileSync(file(), 'utf8')).to.equal('taken');
    }
  });

  it('is finished by the next destroy, which deletes volume and data', async () => {
    for (const step of ['uninstall', 'delete-claim', 'delete-volume']) {
      const { volume } = await volumeWithData(`goes-${step}`);
      await storage.must('storage:create', 'goes', '--volume', volume, '--reclaim-policy', 'Delete');
      await killAt(step, ['storage:destroy', 'goes', '--force']);
      const said = await destroyAgain('goes', step);
      expect(said, step).to.contain(`The volume ${volume} and its data were deleted`);
      expect(await storage.kubectl('get', 'pv', volume, '--ignore-not-found')).to.equal('');
    }
  });

  it('is finished by the next destroy, which empties a folder and reports that', async () => {
    const name = storage.global('persistentvolume', 'folder');
    const folder = join(storage.folder, 'folder');
    mkdirSync(folder);
    for (const step of ['wipe', 'uninstall', 'delete-claim', 'delete-volume', 'complete']) {
      writeFileSync(join(folder, 'f'), 'x');
      await storage.must('storage:create', name, folder, '--size', '1Gi', '--reclaim-policy', 'Delete');
      await storage.must('storage:wait', name, '--timeout', '30');
      await killAt(step, ['storage:destroy', name, '--force']);
      const said = await destroyAgain(name, step);
      expect(said, step).to.contain(`All files in ${folder} were deleted`);
      expect(() => readFileSync(join(folder, 'f')), step).to.throw(/ENOENT/);
      expect(await storage.kubectl('get', 'pv', name, '--ignore-not-found')).to.equal('');
      expect(await storage.kubectl('get', 'pvc', name, '--ignore-not-found')).to.equal('');
    }
  });
});
