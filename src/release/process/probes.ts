import { type Healthcheck, hasHandler } from '../../appspec/schema/healthchecks.ts';
import type { Probe } from '../../kube/types.ts';

export interface Probes {
  probes: { startup?: Probe; readiness?: Probe; liveness?: Probe };
  minReadySeconds: number | undefined;
}

/**
 * The probes of a process without checks, which must run for two seconds to count as available. Kubernetes reports such
 * a process as ready immediately after its start. Without the two seconds, the rollout would delete the old version
 * even if the new version crashes at its start.
 */
export const withoutProbes: Probes = { probes: {}, minReadySeconds: 2 };

/**
 * Returns the probes of a process. Checks with only an uptime become `minReadySeconds`. `skip` is called with the type
 * of each check that needs a port but has none. Without a readiness check, a process with a port is ready when the port
 * accepts connections. Otherwise requests would fail before that, or at a process that only crashes.
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
      const probe = probeOf(check, check.port ?? port);
      if (probe) probes[check.type] ??= probe;
      else skip(check.type);
    } else uptime = Math.max(uptime, check.uptime ?? 0);
  }
  if (port !== undefined && !checks.some(({ type }) => type === 'readiness'))
    probes.readiness = { tcpSocket: { port }, periodSeconds: 1, successThreshold: 1 };
  return {
    probes,
    minReadySeconds: uptime || (probes.readiness ? undefined : withoutProbes.minReadySeconds),
  };
}

function probeOf(check: Healthcheck, port: number | undefined): Probe | undefined {
  const handler = handlerOf(check, port);
  if (!handler) return undefined;
  return {
    ...handler,
    // Zero means that the field is not set.
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
