import type { PortSpec } from '../types.ts';

/** Seconds in which every proxy of the cluster has heard that a pod is leaving. */
const proxyUpdateSeconds = 5;

export interface ContainerLifecycle {
  preStop: { sleep: { seconds: number } };
}

/**
 * A pod that is reached over the network keeps serving for a moment after it was removed from its Service: proxies
 * learn of that later than the kubelet does. With `checks:set wait-to-retire` every pod does, for that long.
 * The time counts as part of the grace period.
 */
export function preStopOf(
  ports: readonly PortSpec[],
  gracePeriodSeconds = 30,
  waitToRetire?: number,
): ContainerLifecycle | undefined {
  if (waitToRetire !== undefined)
    return waitToRetire > 0 ? { preStop: { sleep: { seconds: waitToRetire } } } : undefined;
  const seconds = Math.min(proxyUpdateSeconds, gracePeriodSeconds - 1);
  return ports.length > 0 && seconds > 0 ? { preStop: { sleep: { seconds } } } : undefined;
}
