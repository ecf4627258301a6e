import type { Deployment } from '../../kube/types.ts';
import { isObserved, isReady, newPods, type Snapshot, type Target } from './snapshot.ts';

export interface ProcessProgress {
  process: string;
  /** Pods wanted at this moment: an autoscaler may change it during the rollout. */
  wanted: number;
  /** Ready pods of the new version. */
  ready: number;
  /** Pods of older versions that still count. */
  old: number;
  /** The new version alone runs, with all its pods available. */
  done: boolean;
}

/** How far one process is; a Deployment that does not exist yet has nothing. */
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
    // The Deployment counts what its controller has seen; a pod may have failed since.
    done: isRolledOut(deployment) && ready >= wanted,
  };
}

/** The same question as `kubectl rollout status` asks. */
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
