import { containerPortNames, primaryPort } from './process/ports.ts';
import { podSecurityContext } from './process/security.ts';
import { routesOf } from './routing/route-values.ts';
import type { CronSpec } from './tasks/cron.ts';
import type { ContainerSpec, PortSpec, ProcessSpec, ReleaseSpec } from './types.ts';
import { withoutEmpty } from './without-empty.ts';

/** Returns the chart's values for a release; `templates/charts/app/values.yaml` describes each value. */
export function toValues(spec: ReleaseSpec): object {
  return withoutEmpty({
    image: spec.image.reference,
    workingDir: spec.image.workingDir,
    imagePullSecrets: spec.pullSecrets.names,
    configSecret: spec.config.secretName,
    builderType: spec.image.kind,
    serviceAccount: spec.metadata.serviceaccount,
    serviceAccountToken: spec.pods?.token || undefined,
    podSecurityContext: podSecurityContext(spec),
    deploymentId: spec.deploymentId,
    release: String(spec.number),
    processes: Object.fromEntries(spec.processes.map((process) => [process.name, processValues(process)])),
    triggerAuthentications: spec.triggerAuthentications,
    cron: Object.fromEntries(spec.cron.map((task) => [task.suffix, cronValues(task)])),
    networkPolicy: spec.networkPolicy,
    ...routesOf(spec),
  });
}

function processValues(process: ProcessSpec) {
  return withoutEmpty({
    ...containerValues(process),
    metadata: withoutEmpty(process.metadata),
    // KEDA sets the number of pods of an autoscaled process.
    replicas: process.autoscaling ? undefined : process.replicas,
    autoscaling: process.autoscaling?.scaling,
    httpScaling: httpScalingValues(process),
    restartedAt: process.restartedAt,
    containerPorts: containerPorts(process.ports),
    service: serviceValues(process.ports),
    startupProbe: process.probes.startup,
    readinessProbe: process.probes.readiness,
    livenessProbe: process.probes.liveness,
    minReadySeconds: process.minReadySeconds,
    progressDeadlineSeconds: process.progressDeadlineSeconds,
    terminationGracePeriodSeconds: process.terminationGracePeriodSeconds,
    lifecycle: process.lifecycle,
    strategy: process.strategy,
  });
}

function httpScalingValues({ autoscaling, ports, primaryPort: primary }: ProcessSpec) {
  if (!autoscaling?.http) return undefined;
  return { ...autoscaling.http, port: primaryPort(ports, primary)?.host };
}

function cronValues(task: CronSpec) {
  return withoutEmpty({
    ...containerValues(task),
    metadata: withoutEmpty(task.metadata),
    id: task.id,
    hash: task.hash,
    schedule: task.schedule,
    concurrencyPolicy: task.concurrencyPolicy,
    suspend: task.suspend,
  });
}

function containerValues({
  command,
  args,
  env,
  resources,
  securityContext,
  sysctls,
  volumes,
  volumeMounts,
}: ContainerSpec) {
  return { command, args, env, resources, securityContext, sysctls, volumes, volumeMounts };
}

function serviceValues(ports: readonly PortSpec[]) {
  if (ports.length === 0) return undefined;
  const names = containerPortNames(ports);
  return {
    ports: ports.map(({ name, host, container }) => ({ name, port: host, targetPort: names.get(container) })),
  };
}

function containerPorts(ports: readonly PortSpec[]) {
  const names = [...containerPortNames(ports)];
  return names.map(([containerPort, name]) => ({ name, containerPort, protocol: 'TCP' }));
}
