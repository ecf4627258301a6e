import { type Healthcheck, hasHandler } from '../../appspec/schema/healthchecks.ts';
import type { Probe } from '../../kube/types.ts';

export interface Probes {
  probes: { startup?: Probe; readiness?: Probe; liveness?: Probe };
  minReadySeconds: number | undefined;
}

/**
 * A process that no check is made of must run for two seconds before it counts. Kubernetes calls it ready as soon as
 * it is started, and would take the old version away for one that crashes at its start.
 */
export const unchecked: Probes = { probes: {}, minReadySeconds: 2 };

/**
 * The probes of a process. Checks that only want an uptime become `minReadySeconds`; `skip` hears of those that cannot
 * be. Without a readiness check, a process that is reached over the network is ready when it accepts connections:
 * requests would be lost on it before, and on one that only crashes.
 */
export function probesOf(
  checks: readonly Healthcheck[],
  port: number | undefined,
  skip: (type: string) => void,
): Probes {
  const probes: Probes['probes'] = {};
  let uptime = 0;
  for (const check of checks) {
    if (!check.type) continue;
    if (hasHandler(check)) {
      const probe = probeOf(check, port ?? check.port);
      if (probe) probes[check.type] ??= probe;
      else skip(check.type);
    } else uptime = Math.max(uptime, check.uptime ?? 0);
  }
  if (port !== undefined && !checks.some(({ type }) => type === 'readiness'))
    probes.readiness = { tcpSocket: { port }, periodSeconds: 1, successThreshold: 1 };
  return { probes, minReadySeconds: uptime || (probes.readiness ? undefined : unchecked.minReadySeconds) };
}

function probeOf(check: Healthcheck, port: number | undefined): Probe | undefined {
  const handler = handlerOf(check, port);
  if (!handler) return undefined;
  return {
    ...handler,
    // Zero means that it was not chosen.
    initialDelaySeconds: check.initialDelay || undefined,
    timeoutSeconds: check.timeout || undefined,
    periodSeconds: check.wait || undefined,
    failureThreshold: check.attempts || undefined,
    successThreshold: 1,
  };
}

function handlerOf(
  check: Healthcheck,
  port: number | undefined,
): Pick<Probe, 'exec' | 'tcpSocket' | 'httpGet'> | undefined {
  if (check.command?.length) return { exec: { command: check.command } };
  if (port === undefined) return undefined;
  const headers = check.httpHeaders ?? [];
  if (check.listening) {
    return { tcpSocket: { port, host: headers.find(({ name }) => name === 'Host')?.value } };
  }
  return {
    httpGet: {
      path: check.path!,
      port,
      scheme: check.scheme?.toUpperCase(),
      httpHeaders: headers.length ? headers : undefined,
    },
  };
}
