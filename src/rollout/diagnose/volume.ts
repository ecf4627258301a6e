import { countOf } from '../../kube/events.ts';
import { inPod, lastEvent, podAge, type Reason } from './diagnosis.ts';

/** A volume cannot be attached or mounted, and retries did not help. */
export const volume: Reason = (facts) => {
  const unstarted = facts.containers.every(
    ({ status }) => !status?.state?.running && !status?.state?.terminated,
  );
  if (!unstarted || podAge(facts) < 5000) return undefined;
  const event =
    lastEvent(facts.events, 'FailedMount', /MountVolume|mount failed|hostPath type check/) ??
    lastEvent(facts.events, 'FailedAttachVolume');
  // A volume in use on another node becomes free when the old pod is deleted. A cache of the kubelet fills by itself.
  if (
    !event?.message ||
    countOf(event) < 3 ||
    /Multi-Attach|failed to sync|timed out waiting/.test(event.message)
  )
    return undefined;
  const name = event.message.match(/volume "([^"]+)"/)?.[1];
  return {
    code: 'rollout.volume',
    process: facts.process,
    pod: facts.pod.metadata.name,
    message: `${facts.process}: ${name ? `the volume ${name}` : 'a volume'} cannot be mounted ${inPod(facts)}`,
    details: [event.message],
    hint: `Show the mounts with: dokku storage:report ${facts.app}`,
  };
};
