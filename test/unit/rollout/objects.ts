import type {
  Container,
  ContainerStatus,
  Deployment,
  KubeEvent,
  PersistentVolumeClaim,
  Pod,
  ReplicaSet,
} from '../../../src/kube/types.ts';
import type { Snapshot } from '../../../src/rollout/watch/snapshot.ts';

/** Objects as a real API server returns them during the rollout of app `shop`, process `web`, to its second version. */
const now = Date.parse('2026-03-01T12:00:00Z');

/** Returns the time `seconds` before `now`, RFC 3339. */
export function ago(seconds: number): string {
  return new Date(now - seconds * 1000).toISOString();
}

export function deployment(
  changes: Partial<Deployment['status']> = {},
  replicas: number | undefined = 1,
): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'shop-web',
      namespace: 'default',
      uid: 'deployment',
      generation: 2,
      annotations: { 'deployment.kubernetes.io/revision': '2' },
    },
    spec: { replicas, template: { spec: { containers: [] } } },
    status: {
      observedGeneration: 2,
      replicas: 2,
      updatedReplicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
      ...changes,
    },
  };
}

export function replicaSet(
  revision: number,
  conditions: NonNullable<ReplicaSet['status']>['conditions'] = [],
): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `shop-web-${revision}`,
      namespace: 'default',
      uid: `set-${revision}`,
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop-web', uid: 'deployment', controller: true },
      ],
    },
    spec: { replicas: 1 },
    status: { conditions },
  };
}

export interface PodOptions {
  revision?: number;
  ready?: boolean;
  status?: Partial<ContainerStatus>;
  container?: Partial<Container>;
  init?: { spec?: Partial<Container>; status: Partial<ContainerStatus> };
  pod?: Partial<NonNullable<Pod['status']>>;
  spec?: Partial<Pod['spec']>;
  metadata?: Partial<Pod['metadata']>;
  /** RFC 3339; default: never ready. */
  unreadySince?: string;
}

/** Returns a pod of the new version that is not ready and has been on a node for 30 seconds. */
export function pod(options: PodOptions = {}): Pod {
  const { revision = 2, ready = false, init } = options;
  const image = 'registry.test:5000/shop:2';
  const status: ContainerStatus = {
    name: 'shop-web',
    image,
    ready,
    started: true,
    restartCount: 0,
    ...options.status,
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `shop-web-${revision}-abcde`,
      namespace: 'default',
      uid: `pod-${revision}`,
      creationTimestamp: ago(30),
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'x', uid: `set-${revision}`, controller: true },
      ],
      ...options.metadata,
    },
    spec: {
      nodeName: 'node-1',
      containers: [{ name: 'shop-web', image, ...options.container }],
      ...(init && { initContainers: [{ name: 'migrate', image, ...init.spec }] }),
      ...options.spec,
    },
    status: {
      phase: 'Running',
      startTime: ago(30),
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: ago(30) },
        {
          type: 'Ready',
          status: ready ? 'True' : 'False',
          lastTransitionTime: options.unreadySince ?? ago(300),
        },
      ],
      containerStatuses: [status],
      ...(init && {
        initContainerStatuses: [{ name: 'migrate', ready: false, restartCount: 0, ...init.status }],
      }),
      ...options.pod,
    },
  };
}

/** Returns a pod that has been unschedulable for `seconds`. */
export function pendingPod(message: string, seconds = 10, options: PodOptions = {}): Pod {
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message } as const;
  return pod({
    ...options,
    spec: { nodeName: undefined, ...options.spec },
    metadata: { creationTimestamp: ago(seconds) },
    pod: { phase: 'Pending', startTime: undefined, conditions: [condition], containerStatuses: undefined },
  });
}

export function event(
  reason: string,
  message: string,
  options: { uid?: string; count?: number; age?: number } = {},
): KubeEvent {
  const { uid = 'pod-2', count = 1, age = 1 } = options;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${uid}.${reason}.${age}` },
    involvedObject: { kind: 'Pod', uid },
    type: ['Pulling', 'Pulled', 'Killing', 'Scheduled', 'TriggeredScaleUp'].includes(reason)
      ? 'Normal'
      : 'Warning',
    reason,
    message,
    count,
    lastTimestamp: ago(age),
  };
}

export function claim(name: string, phase: string): PersistentVolumeClaim {
  const metadata = { name, namespace: 'default', uid: `claim-${name}` };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: {}, status: { phase } };
}

export function snapshot(parts: Partial<Snapshot> = {}): Snapshot {
  return {
    app: 'shop',
    now,
    deployments: [deployment()],
    replicaSets: [replicaSet(1), replicaSet(2)],
    pods: [],
    events: [],
    claims: [],
    ...parts,
  };
}

export const web = { process: 'web', name: 'shop-web' };
