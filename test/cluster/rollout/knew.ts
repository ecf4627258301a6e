import type { KubeEvent, Pod } from '../../../src/kube/types.ts';
import { observe } from '../../../src/rollout/watch/observe.ts';
import type { Workspace } from './workspace.ts';

/**
 * Returns the time, by the cluster's own data, since when the rollout cannot succeed (RFC 3339). Called at every
 * change.
 */
export type Knew = (pod: Pod, events: KubeEvent[]) => string | null | undefined;

/** The first event with this reason. Repeated events only increase the count of the first event. */
export const eventAt =
  (reason: string): Knew =>
  (_, events) =>
    events.find((one) => one.reason === reason)?.firstTimestamp;
/** When a run of a container ended: any run that was OOM-killed or could not start, else a run after the first one. */
export const endedAt: Knew = ({ status }) =>
  [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
    .map(({ state, lastState, restartCount }) => {
      const lost = [lastState?.terminated, state?.terminated].find((end) =>
        ['OOMKilled', 'StartError'].includes(end?.reason ?? ''),
      );
      return (lost ?? (restartCount > 0 ? state?.terminated : undefined))?.finishedAt;
    })
    .find((time) => time);
export const unscheduledAt: Knew = ({ status }) =>
  status?.conditions?.find(({ type }) => type === 'PodScheduled')?.lastTransitionTime;

/** Observes the app, independent of the rollout, until `knew` returns a time. */
export async function knownAt(
  { kube, namespace }: Workspace,
  app: string,
  knew: Knew,
  signal: AbortSignal,
): Promise<string | undefined> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(240_000)]);
  for await (const { pods, events } of observe(kube, { namespace, app, workloads: false, signal: limited })) {
    const known = pods.map((pod) => knew(pod, events)).find((time) => time);
    if (known) return known;
  }
  return undefined;
}
