import { isTrue } from '../../kube/conditions.ts';
import { containersOf, isFinished, type PodContainer } from '../../kube/containers.ts';
import type { Deployment, KubeEvent, PersistentVolumeClaim, Pod, ReplicaSet } from '../../kube/types.ts';

/** The state of one app in the cluster at one moment. All decisions are made on a snapshot, none while it is read. */
export interface Snapshot {
  app: string;
  /** Milliseconds since the epoch. */
  now: number;
  deployments: Deployment[];
  replicaSets: ReplicaSet[];
  pods: Pod[];
  /** Of the pods that are not ready and of the claims they wait for, oldest first. */
  events: KubeEvent[];
  /** Claims that pods without a node wait for. */
  claims: PersistentVolumeClaim[];
}

/** A process that is being rolled out: its name for people and that of its Deployment. */
export interface Target {
  process: string;
  name: string;
}

/** One pod with everything a diagnosis may want to know about it. */
export interface PodFacts {
  app: string;
  /** For messages: `web`, `predeploy task`. */
  process: string;
  pod: Pod;
  containers: PodContainer[];
  events: KubeEvent[];
  claims: { claim: PersistentVolumeClaim; events: KubeEvent[] }[];
  /** Other pods of the app are leaving or on their way: room may become free without anybody's help. */
  roomExpected: boolean;
  now: number;
}

const revision = 'deployment.kubernetes.io/revision';

/** The ReplicaSet of the Deployment's present template; undefined until the controller has seen that template. */
export function newReplicaSet(deployment: Deployment, snapshot: Snapshot): ReplicaSet | undefined {
  if (!isObserved(deployment)) return undefined;
  return snapshot.replicaSets.find(
    ({ metadata }) =>
      isOwnedBy(metadata, deployment.metadata.uid) &&
      metadata.annotations?.[revision] === deployment.metadata.annotations?.[revision],
  );
}

/** The controller has taken note of the last change of the Deployment. */
export function isObserved(deployment: Deployment): boolean {
  return (deployment.status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0);
}

/** Pods of the new version. Those of older ones say nothing about it. */
export function newPods(deployment: Deployment, snapshot: Snapshot): Pod[] {
  const replicaSet = newReplicaSet(deployment, snapshot);
  if (!replicaSet) return [];
  return snapshot.pods.filter(
    ({ metadata }) =>
      isOwnedBy(metadata, replicaSet.metadata.uid) && metadata.deletionTimestamp === undefined,
  );
}

export function podFacts(pod: Pod, process: string, snapshot: Snapshot): PodFacts {
  const wanted = (pod.spec.volumes ?? []).map((volume) => volume.persistentVolumeClaim?.claimName);
  const claims = snapshot.claims.filter(({ metadata }) => wanted.includes(metadata.name));
  return {
    app: snapshot.app,
    process,
    pod,
    containers: containersOf(pod),
    events: eventsOf(pod.metadata.uid, snapshot),
    claims: claims.map((claim) => ({ claim, events: eventsOf(claim.metadata.uid, snapshot) })),
    roomExpected: snapshot.pods.some(
      (other) => other !== pod && (isLeaving(other) || isOnItsWay(other, snapshot.now)),
    ),
    now: snapshot.now,
  };
}

export function isReady(pod: Pod): boolean {
  return isTrue(pod.status?.conditions, 'Ready');
}

/** Milliseconds since an RFC 3339 time; 0 when it is unknown. */
export function ageOf(time: string | null | undefined, now: number): number {
  return time ? Math.max(0, now - Date.parse(time)) : 0;
}

function eventsOf(uid: string | undefined, snapshot: Snapshot): KubeEvent[] {
  return snapshot.events.filter(({ involvedObject }) => involvedObject.uid === uid);
}

function isOwnedBy(metadata: Pod['metadata'], uid: string | undefined): boolean {
  return metadata.ownerReferences?.some((owner) => owner.controller && owner.uid === uid) ?? false;
}

function isLeaving(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** It has a node and has not failed yet; when it gets ready, a pod of the old version makes room. */
function isOnItsWay(pod: Pod, now: number): boolean {
  if (!pod.spec.nodeName || isReady(pod) || isFinished(pod)) return false;
  const restarted = pod.status?.containerStatuses?.some(({ restartCount }) => restartCount > 0) ?? false;
  return !restarted && ageOf(pod.metadata.creationTimestamp, now) < 60_000;
}
