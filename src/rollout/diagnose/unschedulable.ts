import { conditionOf } from '../../kube/conditions.ts';
import { ageOf } from '../watch/snapshot.ts';
import { diagnoseClaim } from './claim.ts';
import { inPod, lastEvent, type Reason } from './diagnosis.ts';

/** Grace period in milliseconds: a claim may be bound, or a node become free, after the first scheduling attempt. */
const graceMs = 5000;

/** No node can run the pod, and no pending change would help. */
export const unschedulable: Reason = (facts) => {
  const scheduled = conditionOf(facts.pod.status?.conditions, 'PodScheduled');
  if (scheduled?.status !== 'False' || scheduled.reason !== 'Unschedulable') return undefined;
  if (ageOf(facts.pod.metadata.creationTimestamp, facts.now) < graceMs) return undefined;
  const said = scheduled.message ?? '';
  const claim = diagnoseClaim(facts, said);
  if (claim) return claim;
  // A provisioner may need half a minute for a disk, and reports its failures.
  if (/unbound immediate PersistentVolumeClaims/.test(said)) return undefined;
  // A cluster autoscaler that adds a node reports it with this event.
  if (facts.capacityExpected || lastEvent(facts.events, 'TriggeredScaleUp')) return undefined;
  const { app, process } = facts;
  const lack = [...said.matchAll(/Insufficient (\S+?)[,.]/g)].map(([, resource]) => resource!);
  const nodes = said.split(' preemption:')[0]!.trim();
  return {
    code: 'rollout.unschedulable',
    process,
    pod: facts.pod.metadata.name,
    message: `${process}: no node ${lack.length > 0 ? `has enough ${[...new Set(lack)].join(' and ')}` : 'can run the pod'} ${inPod(facts)}`,
    details: [nodes],
    hint:
      lack.length > 0
        ? [
            `Reserve less with: dokku resource:reserve --cpu <amount> --memory <amount> --process-type ${process} ${app}`,
            'Or add a node to the cluster',
          ]
        : 'Check nodeSelector, affinity and tolerations in config/kustomize against the nodes: kubectl get nodes --show-labels',
  };
};
