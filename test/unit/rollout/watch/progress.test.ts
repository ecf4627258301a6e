import { expect } from 'chai';
import { replaceIfDiskFull } from '../../../../src/rollout/diagnose/full-disk.ts';
import { Deadline } from '../../../../src/rollout/watch/deadline.ts';
import { isPulling, stateOf } from '../../../../src/rollout/watch/pod-state.ts';
import { isRolledOut, progressLine, progressOf } from '../../../../src/rollout/watch/progress.ts';
import { podFacts } from '../../../../src/rollout/watch/snapshot.ts';
import { youngContainersOf } from '../../../../src/rollout/watch/startup-watch.ts';
import { ago, deployment, event, pod, snapshot, web } from '../objects.ts';

describe('rollout: progress', () => {
  it('is complete when only the new version runs and is available', () => {
    expect(isRolledOut(deployment({ replicas: 1 }))).to.equal(true);
    expect(isRolledOut(deployment({ replicas: 2 }))).to.equal(false);
    expect(isRolledOut(deployment({ replicas: 1, availableReplicas: 0 }))).to.equal(false);
    expect(isRolledOut(deployment({ replicas: 1, observedGeneration: 1 }))).to.equal(false);
    expect(isRolledOut(deployment({ replicas: 1 }, 2))).to.equal(false);
  });

  it('is complete at once without replicas', () => {
    const none = { replicas: undefined, updatedReplicas: undefined, availableReplicas: undefined };
    expect(isRolledOut(deployment(none, 0))).to.equal(true);
  });

  it('counts only pods of the new version as ready', () => {
    const pods = [pod({ revision: 1, ready: true })];
    expect(progressLine(progressOf(web, snapshot({ pods })))).to.equal('web: 0 of 1 pod ready');
    const both = [...pods, pod({ ready: true })];
    const line = progressLine(progressOf(web, snapshot({ pods: both })));
    expect(line).to.equal('web: 1 of 1 pod ready, 1 old pod still terminating');
  });

  it('trusts a failed pod more than a Deployment that has not noticed the failure', () => {
    const deployments = [deployment({ replicas: 1 })];
    expect(progressOf(web, snapshot({ deployments, pods: [pod({ ready: true })] })).done).to.equal(true);
    expect(progressOf(web, snapshot({ deployments, pods: [pod({ ready: false })] })).done).to.equal(false);
  });

  it('does not trust a young pod that is ready only because it has no check', () => {
    const started = (seconds: number, container = {}) => {
      const state = { running: { startedAt: ago(seconds) } };
      const young = pod({ ready: true, container, status: { state, containerID: 'containerd://1' } });
      return youngContainersOf([web], snapshot({ pods: [young] })).map(({ id }) => id);
    };
    expect(started(1)).to.deep.equal(['containerd://1']);
    expect(started(61)).to.deep.equal([]);
    expect(started(1, { readinessProbe: { tcpSocket: { port: 5000 } } })).to.deep.equal([]);
  });

  it('prints what a pod is doing', () => {
    const say = (of: ReturnType<typeof pod>, ...events: ReturnType<typeof event>[]) =>
      stateOf(podFacts(of, 'web', snapshot({ pods: [of], events })));
    const creating = pod({ status: { state: { waiting: { reason: 'ContainerCreating' } } } });
    expect(say(creating, event('Pulling', 'Pulling image "x"'))).to.equal('pulling its image');
    expect(
      say(
        pod({ status: { state: { running: {} } } }),
        event('Unhealthy', 'Readiness probe failed: timed out'),
      ),
    ).to.equal('running, its readiness check does not pass yet: timed out');
  });

  it('distinguishes a running pull from a failed one', () => {
    const creating = pod({ status: { state: { waiting: { reason: 'ContainerCreating' } } } });
    const facts = (...events: ReturnType<typeof event>[]) =>
      podFacts(creating, 'web', snapshot({ pods: [creating], events }));
    expect(isPulling(facts(event('Pulling', 'Pulling image')))).to.equal(true);
    expect(
      isPulling(facts(event('Pulling', 'Pulling image'), event('Failed', 'Failed to pull image'))),
    ).to.equal(false);
  });
});

describe('rollout: deadline', () => {
  let now = 0;
  const deadline = () => new Deadline(100, () => now);
  beforeEach(() => {
    now = 0;
  });

  it('ends when there is no progress', () => {
    const wait = deadline();
    now = 99;
    expect(wait.isOver()).to.equal(false);
    now = 100;
    expect(wait.isOver()).to.equal(true);
  });

  it('restarts with each pod that becomes ready, but not when a pod is lost and comes back', () => {
    const wait = deadline();
    now = 90;
    wait.update(2, false);
    now = 180;
    wait.update(1, false);
    wait.update(2, false);
    expect(wait.isOver()).to.equal(false);
    now = 190;
    expect(wait.isOver()).to.equal(true);
  });

  it('pauses while an image is pulled, but not for ever', () => {
    const wait = deadline();
    for (now = 10; now <= 300; now += 10) wait.update(0, true);
    expect(wait.isOver()).to.equal(false);
    for (; now <= 520; now += 10) wait.update(0, true);
    expect(wait.isOver()).to.equal(true);
  });
});

describe('rollout: last words', () => {
  it('detects a full disk in the log', () => {
    const crash = {
      code: 'rollout.crash',
      process: 'web',
      message: 'web exited with status 1 each time it was started (pod x)',
      hint: '',
    };
    const full = replaceIfDiskFull(crash, ['write /data/a: no space left on device'], 'shop');
    expect(full.message).to.equal(
      'web exited with status 1 each time it was started: a disk or volume is full (pod x)',
    );
    expect(replaceIfDiskFull(crash, ['something else'], 'shop')).to.equal(crash);
  });
});
