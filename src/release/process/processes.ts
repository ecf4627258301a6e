import { maxLabelLength } from '../../core/kubernetes-names.ts';
import { autoscalingOf } from '../autoscaling/autoscaling.ts';
import type { ResolveContext } from '../context.ts';
import { userMetadata } from '../metadata/user-metadata.ts';
import { isExclusive } from '../mounts/mount-rules.ts';
import { volumesOf } from '../mounts/volumes.ts';
import type { ProcessSpec } from '../types.ts';
import { checksMode } from './checks.ts';
import { startCommand } from './command.ts';
import { configuredPort } from './configured-port.ts';
import { portsOf } from './ports.ts';
import { preStopOf } from './pre-stop.ts';
import { probesOf, withoutProbes } from './probes.ts';
import { resourcesOf } from './resources.ts';
import { securityOf } from './security.ts';
import { recreate, strategyOf } from './strategy.ts';

/** The default progress deadline of Kubernetes. A longer deploy timeout needs a longer deadline. */
const defaultProgressDeadlineSeconds = 600;

/** Settings that all process types share. */
export interface SharedSettings {
  timeoutSeconds: number;
  terminationGracePeriodSeconds: number | undefined;
  /** Seconds that a terminating pod serves before SIGTERM; undefined: the time that its proxies need. */
  waitToRetire: number | undefined;
  /** Whether web is served over TLS. */
  tls: boolean;
}

/** Resolves one process type. */
export function resolveProcess(
  context: ResolveContext,
  name: string,
  replicas: number,
  common: SharedSettings,
): ProcessSpec {
  const { appSpec, settings } = context.input;
  const { ports, primary: port, candidates } = portsOf(context, name, common.tls);
  // With `ports:set`, routes may point to another port than `PORT`.
  const listensOn = port && (configuredPort(context.input.config) ?? port);
  const checks = checksMode(settings.checks, name);
  const { probes, minReadySeconds } = checks === 'enabled' ? probesIn(context, name, port) : withoutProbes;
  const fullName = `${context.input.app}-${name}`;
  if (fullName.length > maxLabelLength) {
    context.sourceProblem(
      `The name ${fullName} has ${fullName.length} characters; Kubernetes allows ${maxLabelLength}`,
      'give the process type a shorter name',
    );
  }
  const deadline = Math.max(common.timeoutSeconds, (minReadySeconds ?? 0) + 60);
  return {
    name,
    replicas,
    autoscaling: autoscalingOf(context, name, replicas),
    ...startCommand(context, name, listensOn),
    env: listensOn === undefined ? [] : [{ name: 'PORT', value: String(listensOn) }],
    ports,
    primaryPort: port,
    portCandidates: candidates,
    probes,
    minReadySeconds,
    progressDeadlineSeconds: deadline > defaultProgressDeadlineSeconds ? deadline : undefined,
    terminationGracePeriodSeconds: common.terminationGracePeriodSeconds,
    lifecycle: preStopOf(ports, common.terminationGracePeriodSeconds, common.waitToRetire),
    strategy:
      checks === 'disabled' || isExclusive(settings.storage, name)
        ? recreate
        : strategyOf(appSpec.formation[name]?.max_parallel),
    resources: resourcesOf(context, name),
    ...securityOf(context, 'deploy', name),
    ...volumesOf(context, 'deploy', name),
    metadata: {
      deployment: userMetadata(context, 'deployment', name),
      pod: userMetadata(context, 'pod', name),
      service: userMetadata(context, 'service', name),
    },
    restartedAt: latest(settings.restartedAt.app, settings.restartedAt.processes[name]),
  };
}

function probesIn(context: ResolveContext, name: string, port: number | undefined) {
  return probesOf(context.input.appSpec.healthchecks[name] ?? [], port, (type) =>
    context.warn(
      `The ${type} check of ${name} is left out: ${name} has no port. Give the check a port, or expose the process in app.json`,
    ),
  );
}

/** Returns the latest time. RFC 3339 times in UTC sort as text. */
function latest(...times: (string | undefined)[]): string | undefined {
  return times
    .filter((time) => time !== undefined && time !== '')
    .sort()
    .at(-1);
}
