import { Failure, throwIfCancelled } from '../../core/failure.ts';
import { isFinished } from '../../kube/containers.ts';
import { newestOf } from '../../kube/events.ts';
import type { Kube } from '../../kube/kube.ts';
import { diagnoseStart } from '../../rollout/diagnose/index.ts';
import { observe } from '../../rollout/watch/observe.ts';
import { type PodFacts, podFacts } from '../../rollout/watch/snapshot.ts';

/** Milliseconds for the volume, the image pull and the start. */
const maxStartMs = 60_000;

/**
 * Waits until the pod runs. Throws a Failure with the reason as soon as the cluster shows why the pod cannot start. The
 * reasons are those of a rollout. A few other pods may have the same labels.
 */
export async function waitUntilRunning(
  kube: Kube,
  { namespace, name, labels }: { namespace: string; name: string; labels: Record<string, string> },
  signal: AbortSignal,
): Promise<void> {
  const timeout = AbortSignal.timeout(maxStartMs);
  const labelSelector = Object.entries(labels)
    .map((pair) => pair.join('='))
    .join(',');
  const options = { namespace, app: '', labelSelector, workloads: false };
  let facts: PodFacts | undefined;
  for await (const snapshot of observe(kube, { ...options, signal: AbortSignal.any([signal, timeout]) })) {
    const pod = snapshot.pods.find(({ metadata }) => metadata.name === name);
    if (!pod && facts) throw notStarted(['Somebody deleted the pod']);
    if (!pod) continue;
    facts = podFacts(pod, 'the pod', snapshot);
    if (facts.containers.every(({ status }) => status?.state?.running)) return;
    const diagnosis = diagnoseStart(facts);
    if (diagnosis) throw notStarted([diagnosis.message, ...(diagnosis.details ?? [])]);
    if (isFinished(pod)) throw notStarted(latestMessage(facts));
  }
  throwIfCancelled(signal);
  throw notStarted(facts ? latestMessage(facts) : []);
}

/** Returns the latest message of the cluster about a pod that no diagnosis explains. */
function latestMessage({ pod, containers, events }: PodFacts): string[] {
  const { terminated } = containers[0]?.status?.state ?? {};
  const warning = newestOf(events.filter(({ type }) => type === 'Warning'));
  const condition = pod.status?.conditions?.find(({ status, message }) => status === 'False' && message);
  const words =
    terminated?.message ??
    terminated?.reason ??
    pod.status?.message ??
    warning?.message ??
    condition?.message;
  return words ? [words] : [];
}

function notStarted(details: string[]): Failure {
  return new Failure('The pod for the storage entry did not start', {
    code: 'storage.pod',
    details,
    hint: 'Choose another image with --image, or for all entries: dokku storage:set --global image <image>',
  });
}
