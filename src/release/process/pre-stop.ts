import type { PortSpec } from '../types.ts';

/** Seconds until every proxy of the cluster knows that a pod is terminating. */
const proxyUpdateSeconds = 5;

export interface ContainerLifecycle {
  preStop: { sleep: { seconds: number } };
}

/**
 * Returns a hook that keeps a terminating pod serving. Proxies learn later than the kubelet that the pod was removed
 * from its Service. By default, only pods with ports get the hook. With `checks:set wait-to-retire`, every pod serves
 * for that time. The time counts as part of the grace period.
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
