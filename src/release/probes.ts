import { type Healthcheck, hasHandler } from '../appspec/schema/healthchecks.ts';

export interface Probe {
  exec?: { command: string[] };
  tcpSocket?: { port: number; host?: string };
  httpGet?: { path: string; port: number; scheme?: string; httpHeaders?: { name: string; value: string }[] };
  initialDelaySeconds?: number;
  timeoutSeconds?: number;
  periodSeconds?: number;
  failureThreshold?: number;
  successThreshold: number;
}

export interface Probes {
  probes: { startup?: Probe; readiness?: Probe; liveness?: Probe };
  minReadySeconds: number | undefined;
}

/**
 * Seconds that a process without a readiness check must run before it counts. Kubernetes calls it ready as soon as it
 * is started, and would take the old version away for one that crashes at its start.
 */
const uncheckedUptime = 2;

/** The probes of a process. Checks that only want an uptime become `minReadySeconds`; `skip` hears of those that cannot be. */
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
  const assumed = probes.readiness ? undefined : uncheckedUptime;
  return { probes, minReadySeconds: uptime || assumed };
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
