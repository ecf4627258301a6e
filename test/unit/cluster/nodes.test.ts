import { expect } from 'chai';
import { listNodes } from '../../../src/cluster/nodes/list-nodes.ts';
import { nodeHealth } from '../../../src/cluster/nodes/node-health.ts';
import { requestOf } from '../../../src/cluster/nodes/pod-requests.ts';
import type { Condition, Container, Node, Pod, PodSpec } from '../../../src/kube/types.ts';
import { ApiServer, answer } from '../kube/api-server.ts';

const ready: Condition = {
  type: 'Ready',
  status: 'True',
  reason: 'KubeletReady',
  message: 'kubelet is ready',
};

function node(name: string, fields: Partial<Node['metadata']> = {}, status: Node['status'] = {}): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, creationTimestamp: '2026-01-01T00:00:00Z', ...fields },
    spec: {},
    status: { conditions: [ready], ...status },
  };
}

function pod(nodeName: string, spec: Partial<PodSpec>): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pod' },
    spec: { nodeName, containers: [], ...spec },
  };
}

function container(cpu: string, more: Partial<Container> = {}): Container {
  return { name: 'c', resources: { requests: { cpu, memory: '1Gi' } }, ...more };
}

describe('the nodes of the cluster', () => {
  let server: ApiServer;
  beforeEach(() => {
    server = new ApiServer();
  });
  afterEach(() => server.stop());

  /** Lists nodes on a server that sends `pageSize` pods at a time. */
  async function list(nodes: Node[], pods: Pod[], pageSize = 500) {
    const kube = await server.start();
    server.handler = ({ url }, response) => {
      if (url.pathname === '/api/v1/nodes') return answer(response, 200, { metadata: {}, items: nodes });
      const start = Number(url.searchParams.get('continue') ?? 0);
      const end = start + pageSize;
      const metadata = end < pods.length ? { continue: String(end) } : {};
      answer(response, 200, { metadata, items: pods.slice(start, end) });
    };
    return listNodes(kube, new AbortController().signal);
  }

  it('need two requests, for one node and for a hundred', async () => {
    const nodes = Array.from({ length: 100 }, (_, number) => node(`n${number}`));
    expect(await list(nodes, [])).to.have.length(100);
    expect(server.seen.map(({ url }) => url.pathname).sort()).to.deep.equal([
      '/api/v1/nodes',
      '/api/v1/pods',
    ]);
  });

  it('leave out finished pods and pods without a node, and read many pods in pages', async () => {
    const pods = Array.from({ length: 5 }, () => pod('a', {}));
    const [a] = await list([node('a')], pods, 2);
    expect(a!.pods).to.equal(5);
    const asked = server.seen.filter(({ url }) => url.pathname === '/api/v1/pods');
    expect(asked.map(({ url }) => url.searchParams.get('continue'))).to.deep.equal([null, '2', '4']);
    for (const { url } of asked) {
      expect(url.searchParams.get('limit')).to.equal('500');
      expect(url.searchParams.get('fieldSelector')).to.equal(
        'spec.nodeName!=,status.phase!=Succeeded,status.phase!=Failed',
      );
    }
  });

  it('have the roles of their labels, whatever the value of the label', async () => {
    const labels = {
      'node-role.kubernetes.io/worker': 'worker',
      'node-role.kubernetes.io/etcd': 'true',
      'node-role.kubernetes.io/control-plane': '',
      'kubernetes.io/hostname': 'a',
    };
    const nodes = [
      node('b', { labels: { 'kubernetes.io/role': 'node' } }),
      node('a', { labels, annotations: { 'dokku.com/remote-host': 'ssh://root@10.0.0.2' } }),
    ];
    const [a, b] = await list(nodes, []);
    expect(a!.roles).to.deep.equal(['control-plane', 'etcd', 'worker']);
    expect(a!.remoteHost).to.equal('ssh://root@10.0.0.2');
    expect(b!.roles).to.deep.equal(['node']);
    expect(b!.remoteHost).to.equal('');
  });

  it('have free what they offer to pods, without the requests of their pods', async () => {
    const status = {
      capacity: { cpu: '4', memory: '16Gi', pods: '110' },
      allocatable: { cpu: '3800m', memory: '15Gi', pods: '110' },
      nodeInfo: { kubeletVersion: 'v1.34.4+k3s1' },
    };
    const pods = [pod('a', { containers: [container('500m')] }), pod('a', { containers: [container('1')] })];
    const [a, b] = await list([node('a', {}, status), node('b', {}, status)], pods);
    expect(a).to.deep.include({
      version: 'v1.34.4+k3s1',
      pods: 2,
      capacity: { cpu: '4', memory: '16Gi', pods: 110 },
      free: { cpu: '2300m', memory: '13Gi', pods: 108 },
    });
    expect(b).to.deep.include({ pods: 0, free: { cpu: '3800m', memory: '15Gi', pods: 110 } });
  });
});

describe('the health of a node', () => {
  const health = (conditions: Condition[], spec: Node['spec'] = {}) =>
    nodeHealth({ ...node('a', {}, { conditions }), spec });

  it('names no reason for a healthy node', () => {
    expect(health([ready, { type: 'DiskPressure', status: 'False', message: 'enough' }])).to.deep.equal({
      ready: true,
      cordoned: false,
      pressure: [],
      reasons: [],
    });
  });

  it('quotes why the node is not ready', () => {
    const lost = {
      type: 'Ready',
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting\nnode status.',
    } as const;
    expect(health([lost]).reasons).to.deep.equal(['NodeStatusUnknown: Kubelet stopped posting node status.']);
    expect(health([]).reasons).to.deep.equal(['the kubelet has not reported yet']);
    expect(health([lost]).ready).to.equal(false);
  });

  it('names each shortage, and a cordoned node', () => {
    const pressure = {
      type: 'DiskPressure',
      status: 'True',
      reason: 'KubeletHasDiskPressure',
      message: 'kubelet has disk pressure',
    } as const;
    const noRoute = { type: 'NetworkUnavailable', status: 'True', reason: 'NoRouteCreated' } as const;
    const { ready: isReady, reasons, ...rest } = health([ready, pressure, noRoute], { unschedulable: true });
    expect(isReady).to.equal(true);
    expect(rest).to.deep.equal({ cordoned: true, pressure: ['DiskPressure', 'NetworkUnavailable'] });
    expect(reasons).to.deep.equal(['DiskPressure: kubelet has disk pressure', 'NoRouteCreated', 'cordoned']);
  });
});

describe('the request of a pod', () => {
  const cpu = (spec: Partial<PodSpec>) => requestOf(pod('a', spec), 'cpu') / 10n ** 6n;
  const sidecar = container('100m', { restartPolicy: 'Always' });

  it('is the sum of its containers, or the largest init container', () => {
    expect(cpu({ containers: [container('100m'), container('200m'), { name: 'none' }] })).to.equal(300n);
    expect(cpu({ containers: [container('100m')], initContainers: [container('500m')] })).to.equal(500n);
  });

  it('counts sidecars beside the containers, and beside the init containers after them', () => {
    expect(cpu({ containers: [container('100m')], initContainers: [sidecar] })).to.equal(200n);
    const initContainers = [container('450m'), sidecar, container('400m')];
    expect(cpu({ containers: [container('100m')], initContainers })).to.equal(500n);
  });

  it('is that of the pod when the pod has one, and includes the overhead', () => {
    const whole = { resources: { requests: { cpu: '1' } }, overhead: { cpu: '50m' } };
    expect(cpu({ containers: [container('100m')], ...whole })).to.equal(1050n);
  });
});
