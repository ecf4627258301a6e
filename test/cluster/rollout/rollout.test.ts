import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { Pod } from '../../../src/kube/types.ts';
import { waitFor } from '../../../src/kube/wait.ts';
import { forever, shell, Workspace } from './workspace.ts';

const httpd = (before: string) => shell(`${before}; echo open for business; exec httpd -f -p 5000 -h /etc`);
const readinessProbe = {
  httpGet: { path: '/passwd', port: 5000 },
  periodSeconds: 1,
  failureThreshold: 2,
  // A late response on a busy machine must not count as a failure.
  timeoutSeconds: 5,
};

describe('rollout: watching', () => {
  const workspace = new Workspace();
  before(() => workspace.open());
  after(() => workspace.close());

  it('ends when all processes run only their new version, and reports the progress', async () => {
    await workspace.deploy('good', { command: httpd('true'), container: { readinessProbe }, replicas: 2 });
    await workspace.deploy('good', { command: forever }, 'worker');
    await workspace.deploy('good', { command: forever, replicas: 0 }, 'idle');
    const { failure, said } = await workspace.watch('good', { processes: ['web', 'worker', 'idle'] });
    expect(failure?.message).to.equal(undefined);
    expect(said).to.contain('       web: 2 of 2 pods ready\n');
    expect(said).to.contain('       worker: 1 of 1 pod ready\n');
    expect(said).to.contain('       idle: 0 of 0 pods ready\n');
  });

  it('does not mistake a slow start for a failure, and prints progress every ten seconds', async () => {
    // Ten times as long as the check's own attempts, and longer than the time-out without progress of one pod.
    await workspace.deploy('slow', { command: httpd('sleep 20'), container: { readinessProbe } });
    const { failure, said } = await workspace.watch('slow', { timeout: 180_000 });
    expect(failure?.message).to.equal(undefined);
    expect(said).to.match(
      /web: 0 of 1 pod ready \(slow-web-\S+ running, its readiness check does not pass yet: .*connection refused/,
    );
  });

  it('times out without progress, and reports what it waited for', async () => {
    await workspace.deploy('stuck', { command: httpd('sleep 600'), container: { readinessProbe } });
    await workspace.running('stuck', 1);
    const { failure } = await workspace.watch('stuck', { timeout: 6000 });
    expect(failure?.code).to.equal('rollout.timeout');
    expect(failure?.message).to.equal('No progress for 6.0 s: web: 0 of 1 pod ready');
    expect(failure?.details.join()).to.match(/stuck-web-\S+: running, its readiness check does not pass yet/);
    expect(failure?.hint.join()).to.contain('dokku scheduler-k3s:set stuck deploy-timeout');
  });

  it('restarts its time-out with each pod that becomes ready', async () => {
    // The pods run, and this test makes them ready one after the other, at intervals of more than a third of the
    // time-out.
    const timeout = 15_000;
    const gate = 'shop.example.com/opened';
    await workspace.deploy('chain', {
      command: forever,
      pod: { readinessGates: [{ conditionType: gate }] },
      replicas: 3,
    });
    const pods = await workspace.running('chain', 3);
    const before = Date.now();
    const watched = workspace.watch('chain', { timeout });
    for (const { metadata } of pods) {
      await delay(0.4 * timeout);
      await workspace.setCondition(metadata.name, gate);
    }
    const { failure } = await watched;
    expect(failure?.message).to.equal(undefined);
    expect(Date.now() - before).to.be.above(timeout);
  });

  it('checks only the new version, and keeps the old version serving when the new one is broken', async () => {
    await workspace.deploy('turns', { command: httpd('true'), container: { readinessProbe } });
    expect((await workspace.watch('turns')).failure).to.equal(undefined);
    const [first] = await workspace.running('turns', 1);
    // Without a check, its container would be ready for the moment in which it runs, and could replace the first version.
    await workspace.deploy('turns', {
      command: shell('echo version two is broken; exit 1'),
      container: { readinessProbe },
    });
    const broken = await workspace.watch('turns');
    expect(broken.failure?.code).to.equal('rollout.crash');
    expect(broken.failure?.details).to.include('  version two is broken');
    const selector = {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: workspace.namespace,
      labelSelector: 'app.kubernetes.io/part-of=turns',
    };
    const servesStill = (pods: Pod[]) =>
      pods
        .find(({ metadata }) => metadata.name === first!.metadata.name)
        ?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
    // A late check on a busy machine makes a pod unready for a moment, but a deleted pod never becomes ready again.
    await waitFor<Pod, true>(workspace.kube, selector, (pods) => servesStill(pods) || undefined, {
      signal: new AbortController().signal,
      timeout: 60_000,
      what: 'the pod of the first version to be ready',
    });
    // The crashing pod still exists while the third version starts.
    await workspace.deploy('turns', { command: httpd('echo three'), container: { readinessProbe } });
    expect((await workspace.watch('turns')).failure?.message).to.equal(undefined);
  });

  it('names the first broken process and mentions the others', async () => {
    await workspace.deploy('both', { command: shell('exit 1') });
    await workspace.deploy(
      'both',
      { command: forever, container: { envFrom: [{ secretRef: { name: 'none' } }] } },
      'worker',
    );
    const inLoop = ({ metadata, status }: Pod) => {
      const reason = status?.containerStatuses?.[0]?.state?.waiting?.reason;
      const old = Date.now() - Date.parse(metadata.creationTimestamp!) > 5000;
      return old && (reason === 'CrashLoopBackOff' || reason === 'CreateContainerConfigError');
    };
    await waitFor<Pod, true>(
      workspace.kube,
      {
        apiVersion: 'v1',
        kind: 'Pod',
        namespace: workspace.namespace,
        labelSelector: 'app.kubernetes.io/part-of=both',
      },
      (pods) => (pods.filter(inLoop).length === 2 ? true : undefined),
      { signal: AbortSignal.timeout(240_000), what: 'both pods to fail' },
    );
    const { failure } = await workspace.watch('both', { processes: ['web', 'worker'] });
    expect(failure?.message).to.match(/^web exited with status 1/);
    expect(failure?.details.at(-1)).to.match(/^worker needs the Secret none/);
  });

  it('detects an exceeded quota before its time-out', async () => {
    const small = new Workspace();
    await small.open();
    try {
      await small.apply({
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'small' },
        spec: { hard: { pods: '1' } },
      });
      await waitFor<Pod & { status?: { hard?: object } }, true>(
        small.kube,
        { apiVersion: 'v1', kind: 'ResourceQuota', namespace: small.namespace },
        ([quota]) => (quota?.status?.hard ? true : undefined),
        { signal: AbortSignal.timeout(240_000), what: 'the quota to be in force' },
      );
      await small.deploy('shop', { command: forever, replicas: 2 });
      const { failure } = await small.watch('shop');
      expect(failure?.code).to.equal('rollout.quota');
      expect(failure?.message).to.contain('exceeded quota: small');
      expect(failure?.hint.join()).to.contain('dokku ps:scale shop web=<count>');
    } finally {
      await small.close();
    }
  });

  it('stops when its signal is aborted', async () => {
    const controller = new AbortController();
    await workspace.deploy('cancelled', { command: httpd('sleep 600'), container: { readinessProbe } });
    const watching = workspace.watch('cancelled', { signal: controller.signal });
    await waitFor<Pod, true>(
      workspace.kube,
      {
        apiVersion: 'v1',
        kind: 'Pod',
        namespace: workspace.namespace,
        labelSelector: 'app.kubernetes.io/part-of=cancelled',
      },
      ([found]) => (found?.status?.phase === 'Running' ? true : undefined),
      { signal: AbortSignal.timeout(240_000), what: 'the pod to run' },
    );
    controller.abort();
    const { failure } = await watching;
    expect(failure?.code).to.equal('cancelled');
  });
});
