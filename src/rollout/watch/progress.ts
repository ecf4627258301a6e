import type { Deployment } from '../../kube/types.ts';
import { isObserved, isReady, newPods, type Snapshot, type Target } from './snapshot.ts';

export interface ProcessProgress {
  process: string;
  /** Number of pods wanted now. An autoscaler may change the number during the rollout. */
  wanted: number;
  /** Ready pods of the new version. */
  ready: number;
  /** Pods of older versions that the Deployment still counts. */
  old: number;
  /** Whether only the new version runs and all its pods are available. */
  done: boolean;
}

/** Returns the progress of one process. A Deployment that does not exist yet has no ready pods. */
export function progressOf(target: Target, snapshot: Snapshot): ProcessProgress {
  const deployment = snapshot.deployments.find(({ metadata }) => metadata.name === target.name);
  if (!deployment) return { process: target.process, wanted: 1, ready: 0, old: 0, done: false };
  const { updatedReplicas = 0, replicas = 0 } = deployment.status ?? {};
  const wanted = wantedReplicas(deployment);
  const ready = newPods(deployment, snapshot).filter(isReady).length;
  return {
    process: target.process,
    wanted,
    ready,
    old: isObserved(deployment) ? Math.max(0, replicas - updatedReplicas) : replicas,
    // The status of the Deployment may be outdated: a pod may have failed since.
    done: isRolledOut(deployment) && ready >= wanted,
  };
}

/** Applies the same condition as `kubectl rollout status`. */
export function isRolledOut(deployment: Deployment): boolean {
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = deployment.status ?? {};
  return (
    isObserved(deployment) &&
    updatedReplicas >= wantedReplicas(deployment) &&
    replicas <= updatedReplicas &&
    availableReplicas >= updatedReplicas
  );
}

/** `web: 1 of 2 pods ready` */
export function progressLine({ process, wanted, ready, old, done }: ProcessProgress): string {
  const pods = `${process}: ${ready} of ${wanted} ${wanted === 1 ? 'pod' : 'pods'} ready`;
  if (done || old === 0 || ready < wanted) return pods;
  return `${pods}, ${old} old ${old === 1 ? 'pod' : 'pods'} still terminating`;
}

function wantedReplicas(deployment: Deployment): number {
  return deployment.spec.replicas ?? 1;
}
