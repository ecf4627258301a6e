import type { PodFacts } from '../watch/snapshot.ts';
import { type Diagnosis, inPod, lastEvent } from './diagnosis.ts';

/** A pod without a node because of a volume: the claim itself knows the reason better than the scheduler. */
export function claimTrouble(facts: PodFacts, schedulerSaid: string): Diagnosis | undefined {
  const missing = schedulerSaid.match(/persistentvolumeclaim "([^"]+)" not found/);
  if (missing) return diagnosis(facts, missing[1]!, 'does not exist', []);
  for (const { claim, events } of facts.claims) {
    if (claim.status?.phase === 'Bound') continue;
    const trouble =
      lastEvent(events, 'ProvisioningFailed') ??
      lastEvent(events, 'FailedBinding') ??
      lastEvent(events, 'VolumeMismatch');
    // Without a complaint the provisioner is at work, or waits for the pod to get its node.
    if (trouble) return diagnosis(facts, claim.metadata.name, 'gets no volume', [trouble.message ?? '']);
  }
  if (/volume node affinity conflict/.test(schedulerSaid)) {
    const name = facts.claims[0]?.claim.metadata.name ?? 'of the pod';
    return diagnosis(facts, name, 'has its volume on a node that cannot take the pod', [schedulerSaid]);
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
      `Detach it with: dokku storage:unmount ${facts.app} ${claim}`,
    ],
  };
}
