import { expect } from 'chai';
import { waitUntilApplied } from '../../../src/cluster/node-sysctls/wait-applied.ts';
import type { Failure } from '../../../src/core/failure.ts';
import type { ContainerState, Pod } from '../../../src/kube/types.ts';
import { ApiServer, answer } from '../kube/api-server.ts';

const node = (name: string, ready = 'True') => ({
  metadata: { name, uid: name },
  spec: {},
  status: { conditions: [{ type: 'Ready', status: ready }] },
});

const command = ['sysctl', '-w', 'vm.swappiness=1', 'a.b=c d', 'vm.max_map_count=2'];

/** A pod on its node. Without a state of the init container, the pod is ready. */
function pod(nodeName: string, state?: ContainerState, lastState?: ContainerState): Pod {
  const status = { name: 'apply-sysctls', ready: false, restartCount: 0, state, lastState };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${nodeName}`, namespace: 'kube-system', uid: `pod-${nodeName}` },
    spec: { nodeName, initContainers: [{ name: 'apply-sysctls', command }], containers: [{ name: 'pause' }] },
    status: {
      conditions: [{ type: 'Ready', status: state ? 'False' : 'True' }],
      initContainerStatuses: [status],
    },
  };
}

describe('the wait for sysctls', () => {
  let server: ApiServer;
  beforeEach(() => {
    server = new ApiServer();
  });
  afterEach(() => server.stop());

  async function wait(nodes: object[], pods: Pod[], log = '', signal = new AbortController().signal) {
    const kube = await server.start();
    server.handler = ({ url }, response) => {
      if (url.searchParams.has('watch')) return void response.writeHead(200).flushHeaders();
      if (url.pathname.endsWith('/log')) return void response.writeHead(200).end(log);
      const items = { nodes, pods, events: [] }[url.pathname.split('/').at(-1)!];
      answer(response, 200, { metadata: { resourceVersion: '1' }, items });
    };
    return waitUntilApplied(kube, 'ab12', signal);
  }

  async function failureOf(waiting: Promise<unknown>): Promise<Failure> {
    return waiting.then(
      () => expect.fail('not refused'),
      (error) => error,
    );
  }

  it('ends when the pod of every ready node is ready, and names the other nodes', async () => {
    const nodes = [node('a'), node('b'), node('lost', 'Unknown')];
    const pending = pod('lost', { waiting: { reason: 'PodInitializing' } });
    expect(await wait(nodes, [pod('a'), pod('b'), pending])).to.deep.equal(['lost']);
    const pods = server.seen.find(({ url }) => url.pathname.endsWith('/pods'))!;
    expect(pods.url.pathname).to.equal('/api/v1/namespaces/kube-system/pods');
    expect(pods.url.searchParams.get('labelSelector')).to.equal('dokku.com/sysctls-revision=ab12');
  });

  it('fails at once with the refused sysctl and the line of the program', async () => {
    const failed = pod('b', { terminated: { exitCode: 1 } });
    const log = 'vm.swappiness = 1\nsysctl: write error: Invalid argument\nvm.max_map_count = 2\n';
    const failure = await failureOf(wait([node('a'), node('b')], [pod('a'), failed], log));
    expect(failure.code).to.equal('node-sysctls.refused');
    expect(failure.message).to.equal('Node b refuses a.b=c d: sysctl: write error: Invalid argument');
  });

  it('recognizes the refusal while the kubelet waits before it tries again', async () => {
    const waiting = { waiting: { reason: 'CrashLoopBackOff' } };
    const failed = pod('a', waiting, { terminated: { exitCode: 3 } });
    const failure = await failureOf(wait([node('a')], [failed]));
    expect(failure.message).to.equal('Node a refuses the sysctls: sysctl exited with 3');
  });

  it('fails when a pod cannot start', async () => {
    const message = 'failed to pull: docker.io/nope:1: not found';
    const failure = await failureOf(
      wait([node('a')], [pod('a', { waiting: { reason: 'ErrImagePull', message } })]),
    );
    expect(failure.code).to.equal('node-sysctls.not-applied');
    expect(failure.message).to.equal('The pod that sets the sysctls does not start on node a');
    expect(failure.details.join()).to.contain('does not exist (pod pod-a)');
  });

  it('ends when the command is cancelled', async () => {
    const command = new AbortController();
    const waiting = wait([node('a')], [], '', command.signal);
    command.abort();
    expect((await failureOf(waiting)).code).to.equal('cancelled');
  });
});
