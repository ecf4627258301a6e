import { expect } from 'chai';
import { Engine, must, until } from './engine.ts';
import { deployment } from './objects.ts';

const namespace = 'engine-test-keda';
const engine = new Engine();

describe('the add-on keda', function () {
  this.timeout(900_000);

  before(async () => {
    must(await engine.verb('up'));
    must(await engine.verb('addon', 'keda'));
    must(await engine.kubectl('create', 'namespace', namespace));
  });

  after(async () => {
    await engine.kubectl('delete', 'namespace', namespace, '--wait=false');
  });

  it('scales a workload by a cron trigger in a named time zone', async () => {
    const container = { name: 'web', image: 'busybox', command: ['sleep', '1000'] };
    const metadata = {
      timezone: 'Europe/Berlin',
      start: '0 0 * * *',
      end: '59 23 * * *',
      desiredReplicas: '3',
    };
    const scaled = {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: 'clock', namespace },
      spec: {
        scaleTargetRef: { name: 'clock' },
        minReplicaCount: 1,
        maxReplicaCount: 5,
        pollingInterval: 1,
        triggers: [{ type: 'cron', metadata }],
      },
    };
    await engine.apply([deployment('clock', namespace, container), scaled]);
    await until(
      'three replicas',
      async () => {
        const path = '-o=jsonpath={.spec.replicas}';
        return (await engine.kubectl('get', 'deployment', 'clock', '-n', namespace, path)).stdout === '3';
      },
      90_000,
    );
  });

  it('refuses a second ScaledObject for the same workload', async () => {
    const second = {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: 'other', namespace },
      spec: {
        scaleTargetRef: { name: 'clock' },
        triggers: [{ type: 'memory', metricType: 'AverageValue', metadata: { value: '50Mi' } }],
      },
    };
    // The webhook reads from its own cache, which receives the first ScaledObject with a delay.
    let refusal = '';
    await until('the refusal', async () => {
      refusal = await engine.apply([second], '--dry-run=server').then(
        () => 'accepted',
        (error: Error) => error.message,
      );
      return refusal.includes('already managed');
    });
    expect(refusal).to.contain('already managed');
  });
});
