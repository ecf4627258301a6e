import { expect } from 'chai';
import type { Kube } from '../../../../src/kube/kube.ts';
import type { Diagnosis } from '../../../../src/rollout/diagnose/diagnosis.ts';
import { isStarting } from '../../../../src/rollout/watch/others.ts';
import { Patience } from '../../../../src/rollout/watch/patience.ts';
import type { ProcessProgress } from '../../../../src/rollout/watch/progress.ts';
import type { Snapshot } from '../../../../src/rollout/watch/snapshot.ts';

const database = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'default', name: 'db' };
const signal = new AbortController().signal;

const progressOf = (process: string, done: boolean): ProcessProgress => ({
  process,
  done,
  wanted: 1,
  ready: done ? 1 : 0,
  old: 0,
});
const diagnosis = (code = 'rollout.crash') => ({ code, process: 'web', pod: 'shop-web-1' }) as Diagnosis;

describe('the patience with a failing process', () => {
  let databaseReady: boolean;
  let now: number;
  beforeEach(() => {
    databaseReady = false;
    now = 1_000_000;
  });

  const kube = {
    get: async () => ({
      kind: 'StatefulSet',
      metadata: {},
      status: { readyReplicas: databaseReady ? 1 : 0 },
    }),
  } as unknown as Kube;
  const patience = ({ others = [database], maxRestarts = 1 } = {}) =>
    new Patience(kube, { others, maxRestarts }, signal);

  /** Asks whether the failure is still open, some seconds later than before. */
  const ask = (subject: Patience, restartCount: number, { worker = true, code = 'rollout.crash' } = {}) => {
    now += 5000;
    const snapshot = {
      now,
      pods: [{ metadata: { name: 'shop-web-1' }, status: { containerStatuses: [{ restartCount }] } }],
    } as Snapshot;
    const progress = [progressOf('web', false), progressOf('worker', worker)];
    return subject.isOpen(diagnosis(code), { progress, failing: ['web'], snapshot });
  };

  it('ends at the first failed restart when everything else is up', async () => {
    expect(await ask(patience({ others: [] }), 1)).to.equal(false);
  });

  it('allows as many failed restarts as the setting', async () => {
    const subject = patience({ others: [], maxRestarts: 3 });
    expect([await ask(subject, 1), await ask(subject, 2), await ask(subject, 3)]).to.deep.equal([
      true,
      true,
      false,
    ]);
  });

  it('lasts until a run has failed that began after another workload was up', async () => {
    const subject = patience();
    expect(await ask(subject, 1)).to.equal(true);
    expect(subject.starting).to.have.length(1);
    databaseReady = true;
    // This run may have begun before the database was ready.
    expect(await ask(subject, 3)).to.equal(true);
    expect(await ask(subject, 3)).to.equal(true);
    expect(await ask(subject, 4)).to.equal(false);
  });

  it('lasts while another process is starting', async () => {
    const subject = patience({ others: [] });
    expect(await ask(subject, 1, { worker: false })).to.equal(true);
    expect(subject.starting).to.deep.equal(['worker']);
  });

  it('gives a failing check time after another workload is up', async () => {
    const subject = patience();
    const code = 'rollout.probe';
    expect(await ask(subject, 0, { code })).to.equal(true);
    databaseReady = true;
    expect(await ask(subject, 0, { code })).to.equal(true);
    now += 60_000;
    expect(await ask(subject, 0, { code })).to.equal(false);
  });

  it('ends at once for a failure that no other workload can end', async () => {
    expect(await ask(patience(), 0, { code: 'rollout.image-pull' })).to.equal(false);
  });
});

describe('a workload beside the processes', () => {
  const workload = (kind: string, spec: object, status: object, generation = 1) =>
    isStarting({ apiVersion: 'apps/v1', kind, metadata: { name: 'x', generation }, spec, status });

  it('is starting until all its pods are ready', () => {
    expect(workload('Deployment', {}, { observedGeneration: 1 })).to.equal(true);
    expect(workload('Deployment', {}, { observedGeneration: 1, availableReplicas: 1 })).to.equal(false);
    expect(workload('Deployment', {}, { observedGeneration: 1, availableReplicas: 1 }, 2)).to.equal(true);
    expect(workload('StatefulSet', { replicas: 3 }, { observedGeneration: 1, readyReplicas: 2 })).to.equal(
      true,
    );
    expect(workload('DaemonSet', {}, { observedGeneration: 1, desiredNumberScheduled: 2 })).to.equal(true);
    expect(workload('Deployment', { replicas: 0 }, { observedGeneration: 1 })).to.equal(false);
  });

  it('is not starting when it is a Job that has ended', () => {
    expect(workload('Job', {}, {})).to.equal(true);
    for (const type of ['Complete', 'Failed'])
      expect(workload('Job', {}, { conditions: [{ type, status: 'True' }] })).to.equal(false);
  });
});
