import { isTrue } from '../../kube/conditions.ts';
import { containersOf, isFinished, type PodContainer } from '../../kube/containers.ts';
import type { Deployment, KubeEvent, PersistentVolumeClaim, Pod, ReplicaSet } from '../../kube/types.ts';

/** State of one app in the cluster at one moment. Decisions use a complete snapshot, never one that is being read. */
export interface Snapshot {
  app: string;
  /** Milliseconds since the epoch. */
  now: number;
  deployments: Deployment[];
  replicaSets: ReplicaSet[];
  pods: Pod[];
  /** Events of the pods that are not ready and of the claims that these pods wait for, oldest first. */
  events: KubeEvent[];
  /** Claims that pods without a node wait for. */
  claims: PersistentVolumeClaim[];
}

/** A process that is being rolled out: its name in messages and the name of its Deployment. */
export interface Target {
  process: string;
  name: string;
  /** How the port for probes was chosen, when the image exposes several; a hint for a failed check. */
  portChoice?: string;
}

/** One pod and all facts that a diagnosis may need. */
export interface PodFacts {
  app: string;
  /** Name in messages: `web`, `predeploy task`. */
  process: string;
  pod: Pod;
  containers: PodContainer[];
  events: KubeEvent[];
  claims: { claim: PersistentVolumeClaim; events: KubeEvent[] }[];
  /** Other pods of the app are terminating or starting, so resources may become free without any action. */
  capacityExpected: boolean;
  now: number;
}

const revision = 'deployment.kubernetes.io/revision';

/** Returns the ReplicaSet of the current template; undefined until the controller has observed the template. */
export function newReplicaSet(deployment: Deployment, snapshot: Snapshot): ReplicaSet | undefined {
  if (!isObserved(deployment)) return undefined;
  return snapshot.replicaSets.find(
    ({ metadata }) =>
      isOwnedBy(metadata, deployment.metadata.uid) &&
      metadata.annotations?.[revision] === deployment.metadata.annotations?.[revision],
  );
}

/** Whether the controller has observed the last change of the Deployment. */
export function isObserved(deployment: Deployment): boolean {
  return (deployment.status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0);
}

/** Returns the pods of the new version. Pods of older versions do not matter for a diagnosis. */
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
    capacityExpected: snapshot.pods.some(
      (other) => other !== pod && (isTerminating(other) || isStarting(other, snapshot.now)),
    ),
    now: snapshot.now,
  };
}

export function isReady(pod: Pod): boolean {
  return isTrue(pod.status?.conditions, 'Ready');
}

/** Milliseconds since an RFC 3339 time; 0 for an unknown time. */
export function ageOf(time: string | null | undefined, now: number): number {
  return time ? Math.max(0, now - Date.parse(time)) : 0;
}

function eventsOf(uid: string | undefined, snapshot: Snapshot): KubeEvent[] {
  return snapshot.events.filter(({ involvedObject }) => involvedObject.uid === uid);
}

function isOwnedBy(metadata: Pod['metadata'], uid: string | undefined): boolean {
  return metadata.ownerReferences?.some((owner) => owner.controller && owner.uid === uid) ?? false;
}

function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/**
 * Whether a pod is scheduled and starting without failures. Once the pod is ready, an old pod is deleted and frees its
 * resources.
 */
function isStarting(pod: Pod, now: number): boolean {
  if (!pod.spec.nodeName || isReady(pod) || isFinished(pod)) return false;
  const restarted = pod.status?.containerStatuses?.some(({ restartCount }) => restartCount > 0) ?? false;
  return !restarted && ageOf(pod.metadata.creationTimestamp, now) < 60_000;
}
