import { expect } from 'chai';
import type { Failure } from '../../../../src/core/failure.ts';
import type { Kube } from '../../../../src/kube/kube.ts';
import { waitUntilRunning } from '../../../../src/storage/pod/wait-until-running.ts';
import { StillCluster } from '../cluster.ts';

const labels = { 'example.com/entry': 'data', 'example.com/purpose': 'exec' };
const pod = { namespace: 'default', name: 'exec-1' };

describe('a pod of a storage entry', () => {
  let cluster: StillCluster;
  let kube: Kube;
  beforeEach(async () => {
    cluster = new StillCluster();
    kube = await cluster.start();
  });
  afterEach(() => cluster.stop());

  const put = (state: object, status: object = {}, name = pod.name) =>
    cluster.put({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...pod, name, labels, creationTimestamp: new Date().toISOString() },
      spec: { containers: [{ name: 'exec', image: 'nowhere.invalid/x' }] },
      status: { ...status, containerStatuses: [{ name: 'exec', state, restartCount: 0 }] },
    } as never);
  const wait = (signal = new AbortController().signal) => waitUntilRunning(kube, { ...pod, labels }, signal);
  const failure = (): Promise<Failure> =>
    wait().then(
      () => expect.fail('the pod should not count as running'),
      (error) => error,
    );

  it('is ready when its container runs, regardless of other pods of the entry', async () => {
    put({ running: {} });
    put({ waiting: { reason: 'InvalidImageName' } }, {}, 'exec-2');
    await wait();
  });

  it('fails with the diagnosis of a rollout', async () => {
    put({ waiting: { reason: 'InvalidImageName', message: 'invalid reference format' } });
    const { code, message, details } = await failure();
    expect([code, message]).to.deep.equal(['storage.pod', 'The pod for the storage entry did not start']);
    expect(details[0]).to.equal('the pod: nowhere.invalid/x is not a valid image name (pod exec-1)');
  });

  it('fails when its command has already ended', async () => {
    put({ terminated: { exitCode: 0, reason: 'Completed' } }, { phase: 'Succeeded' });
    expect((await failure()).details).to.deep.equal(['Completed']);
  });

  it('is abandoned when the caller cancels', async () => {
    put({ waiting: { reason: 'ContainerCreating' } });
    const error: Failure = await wait(AbortSignal.abort()).then(
      () => expect.fail('the wait should be cancelled'),
      (thrown) => thrown,
    );
    expect(error.code).to.equal('cancelled');
  });
});
