import { Failure } from '../core/failure.ts';
import { fitsArgument } from '../core/limits.ts';
import { triggerAuthenticationsOf } from './autoscaling/trigger-auth.ts';
import { configHash, configSecretName } from './config/config-secret.ts';
import { pullSecretsOf } from './config/pull-secret.ts';
import { ResolveContext, type ResolveInput } from './context.ts';
import { deploySettings } from './deploy-settings.ts';
import { userMetadata } from './metadata/user-metadata.ts';
import { storageProblems } from './mounts/mount-rules.ts';
import { recordedMount } from './mounts/release-mounts.ts';
import { volumesOf } from './mounts/volumes.ts';
import { portProblem } from './process/configured-port.ts';
import { podLimits } from './process/pod-limits.ts';
import { resolveProcess } from './process/processes.ts';
import { resourcesOf } from './process/resources.ts';
import { quantities } from './process/scale.ts';
import { securityOf } from './process/security.ts';
import { hostsOf } from './routing/hosts.ts';
import { networkPolicyOf } from './routing/network-policy.ts';
import { routingOf } from './routing/routing.ts';
import { cronOf } from './tasks/cron.ts';
import { scriptsOf } from './tasks/scripts.ts';
import { tlsOf } from './tls/tls.ts';
import type { ReleaseSpec } from './types.ts';

/** A Secret can have 1 MiB of keys and values together. 16 KiB of this size are reserved for the object itself. */
const maxConfigBytes = 1024 * 1024 - 16 * 1024;

/**
 * Resolves a release from its input alone: the same input gives the same result. Throws one `release.settings` Failure
 * that lists every mistake in the stored settings, each with the command that corrects the mistake.
 */
export function resolve(input: ResolveInput): ReleaseSpec {
  const context = new ResolveContext(input);
  const { app, appSpec, image } = input;
  const { rollbackOnFailure, maxRestarts, ...timing } = deploySettings(context);
  const scale = quantities(context);
  const hosts = hostsOf(
    context,
    scale.map(([name]) => name),
  );
  const tls = tlsOf(context, hosts);
  const common = { ...timing, tls: tls !== undefined };
  const processes = scale.map(([name, replicas]) => resolveProcess(context, name, replicas, common));
  const routing = routingOf(context, processes, hosts, tls);
  const spec: ReleaseSpec = {
    app,
    number: input.number,
    deploymentId: input.deploymentId,
    namespace: input.settings.namespace,
    ownNamespace: input.settings.ownNamespace || undefined,
    image: { reference: image.reference, kind: image.kind, workingDir: workingDir(image) },
    config: configOf(context),
    pullSecrets: pullSecretsOf(context),
    processes,
    pods: {
      security: input.settings.podSecurity,
      token: input.settings.serviceAccountToken === 'true',
    },
    cron: cronOf(context),
    triggerAuthentications: triggerAuthenticationsOf(context),
    mounts: input.settings.storage.map(recordedMount),
    routing,
    networkPolicy: networkPolicyOf(context, routing),
    task: {
      resources: resourcesOf(context, 'run'),
      ...securityOf(context, 'run', 'run'),
      ...volumesOf(context, 'run', 'run'),
      metadata: { job: userMetadata(context, 'job', 'run'), pod: userMetadata(context, 'pod', 'run') },
    },
    metadata: {
      secret: userMetadata(context, 'secret'),
      serviceaccount: userMetadata(context, 'serviceaccount'),
    },
    scripts: scriptsOf(context),
    deploy: {
      timeoutSeconds: timing.timeoutSeconds,
      rollbackOnFailure,
      maxRestarts,
      kustomize: appSpec.kustomize,
    },
    warnings: [...appSpec.warnings, ...context.warnings],
  };
  checkStorage(context, processes);
  if (context.problems.length === 0) return spec;
  throw new Failure(`The settings of ${app} cannot be deployed`, {
    code: 'release.settings',
    details: context.problems,
    hint: `Correct the settings and push again, or run: dokku ps:rebuild ${app}`,
  });
}

function checkStorage(context: ResolveContext, processes: ReleaseSpec['processes']): void {
  const { app, settings, cluster } = context.input;
  const { namespace, storage: mounts } = settings;
  const pods = podLimits(processes);
  for (const { what, fix } of storageProblems({ app, namespace, mounts, pods, facts: cluster?.storage }))
    context.problem(what, fix);
}

function configOf(context: ResolveContext): ReleaseSpec['config'] {
  const { app, config } = context.input;
  const size = Object.entries(config).reduce(
    (sum, [key, value]) => sum + key.length + Buffer.byteLength(value),
    0,
  );
  if (size > maxConfigBytes) {
    context.problem(
      `The variables of ${app} have ${Math.ceil(size / 1024)} KiB; Kubernetes allows 1 MiB`,
      `config:unset ${app} <key>`,
    );
  }
  const port = portProblem(config);
  if (port) {
    context.problem(
      `The config var ${port}`,
      `config:set ${app} PORT=5000, or unset the variable: dokku config:unset ${app} PORT`,
    );
  }
  for (const [key, value] of Object.entries(config)) {
    if (fitsArgument(`${key}=${value}`)) continue;
    context.problem(
      `The variable ${key} has ${Math.ceil(Buffer.byteLength(value) / 1024)} KiB with its name; Linux allows less than 128 KiB`,
      `config:unset ${app} ${key}`,
    );
  }
  const hash = configHash(config);
  return { hash, secretName: configSecretName(app, hash), keys: Object.keys(config).sort() };
}

/**
 * Returns the app's folder in the image. Buildpack images have a fixed folder, which their configuration does not name.
 */
function workingDir({ kind, workingDir: own }: ResolveInput['image']): string {
  return kind === 'pack' ? '/workspace' : kind === 'herokuish' ? '/app' : own;
}
