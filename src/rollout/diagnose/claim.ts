import type { PodFacts } from '../watch/snapshot.ts';
import { type Diagnosis, inPod, lastEvent } from './diagnosis.ts';

/** Diagnoses a pod that has no node because of a volume. Events of the claim explain more than the scheduler does. */
export function diagnoseClaim(facts: PodFacts, schedulerSaid: string): Diagnosis | undefined {
  const missing = schedulerSaid.match(/persistentvolumeclaim "([^"]+)" not found/);
  if (missing) return diagnosis(facts, missing[1]!, 'does not exist', []);
  for (const { claim, events } of facts.claims) {
    if (claim.status?.phase === 'Bound') continue;
    const trouble =
      lastEvent(events, 'ProvisioningFailed') ??
      lastEvent(events, 'FailedBinding') ??
      lastEvent(events, 'VolumeMismatch');
    // Without such an event, the provisioner is working, or waits until the pod has a node.
    if (trouble) return diagnosis(facts, claim.metadata.name, 'gets no volume', [trouble.message ?? '']);
  }
  if (/volume node affinity conflict/.test(schedulerSaid)) {
    const name = facts.claims[0]?.claim.metadata.name ?? 'of the pod';
    return diagnosis(facts, name, 'has its volume on a node that cannot run the pod', [schedulerSaid]);
  }
  return undefined;
}

function diagnosis(facts: PodFacts, claim: string, what: string, details: string[]): Diagnosis {
  return {
    code: 'rollout.claim',
    process: facts.process,
    pod: facts.pod.metadata.name,
    message: `${facts.process}: the storage claim ${claim} ${what} ${inPod(facts)}`,
    details,
    hint: [
      `See the entry with: dokku storage:info ${claim}`,
      `Unmount the entry with: dokku storage:unmount ${facts.app} ${claim}`,
    ],
  };
}
