import type { Deployment } from '../../kube/types.ts';
import { ageOf, newReplicaSet, type Snapshot } from '../watch/snapshot.ts';
import type { Diagnosis } from './diagnosis.ts';

/** Grace period in milliseconds: the controller retries by itself when an old pod is deleted. */
const graceMs = 2000;

/** The API server refuses to create the pods: a quota, a policy, a missing service account. */
export function diagnoseRefusedPods(
  deployment: Deployment,
  process: string,
  snapshot: Snapshot,
): Diagnosis | undefined {
  const failure = newReplicaSet(deployment, snapshot)?.status?.conditions?.find(
    ({ type }) => type === 'ReplicaFailure',
  );
  if (failure?.status !== 'True' || failure.reason !== 'FailedCreate') return undefined;
  const said = failure.message ?? '';
  const quota = /exceeded quota|must specify/.test(said);
  const leaving = snapshot.pods.some(({ metadata }) => metadata.deletionTimestamp !== undefined);
  if ((quota && leaving) || ageOf(failure.lastTransitionTime, snapshot.now) < graceMs) return undefined;
  return diagnoseRefusal(said, process, snapshot.app, deployment.metadata.namespace);
}

/** Returns the diagnosis of a refused pod. The controllers of Deployments and of Jobs report the same message. */
export function diagnoseRefusal(
  said: string,
  process: string,
  app: string,
  namespace = 'default',
): Diagnosis {
  const text = said.replace(/^(error creating: )?pods "[^"]*" is forbidden: /i, '');
  if (/exceeded quota|must specify/.test(said)) {
    return {
      code: 'rollout.quota',
      process,
      message: `${process}: the quota of namespace ${namespace} does not allow another pod: ${text}`,
      hint: [
        `Run fewer pods with: dokku ps:scale ${app} ${process}=<count>`,
        `Or reserve less with: dokku resource:reserve --cpu <amount> --memory <amount> --process-type ${process} ${app}`,
      ],
    };
  }
  return {
    code: 'rollout.refused',
    process,
    message: `${process}: the cluster refuses to create its pods: ${text}`,
    hint: /violates PodSecurity/.test(said)
      ? `Check which privileges the app requests: dokku docker-options:report ${app}`
      : `Once that is fixed, deploy again: dokku ps:rebuild ${app}`,
  };
}
