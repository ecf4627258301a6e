import type { Kube } from '../../kube/kube.ts';
import { observe } from './observe.ts';
import { isReady, newPods, type Target } from './snapshot.ts';

/** The ready pods of one process. */
export interface ReadyPods {
  process: string;
  /** Of the version that was applied last. */
  newest: number;
  /** Of all versions before. */
  older: number;
}

/** Counts the ready pods of each process at this moment. */
export async function countReadyPods(
  kube: Kube,
  { namespace, app, targets }: { namespace: string; app: string; targets: readonly Target[] },
  signal: AbortSignal,
): Promise<ReadyPods[]> {
  for await (const snapshot of observe(kube, { namespace, app, workloads: true, signal })) {
    return targets.map(({ process, name }) => {
      const deployment = snapshot.deployments.find(({ metadata }) => metadata.name === name);
      if (!deployment) return { process, newest: 0, older: 0 };
      const ofDeployment = new Set(
        snapshot.replicaSets
          .filter(({ metadata }) =>
            metadata.ownerReferences?.some(({ uid }) => uid === deployment.metadata.uid),
          )
          .map(({ metadata }) => metadata.uid),
      );
      const ready = snapshot.pods.filter(
        (pod) =>
          isReady(pod) &&
          !pod.metadata.deletionTimestamp &&
          pod.metadata.ownerReferences?.some(({ uid }) => ofDeployment.has(uid)),
      );
      const newest = newPods(deployment, snapshot).filter(isReady).length;
      return { process, newest, older: ready.length - newest };
    });
  }
  return [];
}
