import type { KubeEvent, Pod } from '../../../src/kube/types.ts';
import { observe } from '../../../src/rollout/watch/observe.ts';
import type { Workspace } from './workspace.ts';

/** Since when the cluster has known that the rollout is lost, RFC 3339, by what it says itself. Asked at every change. */
export type Knew = (pod: Pod, events: KubeEvent[]) => string | null | undefined;

/** The first event of its kind: they are counted on while they are repeated. */
export const eventAt =
  (reason: string): Knew =>
  (_, events) =>
    events.find((one) => one.reason === reason)?.firstTimestamp;
/** The end of a run that is not the first one, or whose reason holds for the next one too. */
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

/** Looks at the app from the side, until the cluster says what `knew` asks for. */
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
