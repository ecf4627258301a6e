import { randomHex } from '../../core/ids.ts';
import { annotation, fixedLabels, label, managed } from '../../core/labels.ts';
import { podSecurityContext } from '../process/security.ts';
import { escapeWord } from '../process/shell-words.ts';
import type { ContainerCommand, EnvEntry, MetadataOf, ReleaseSpec } from '../types.ts';
import type { CronSpec } from './cron.ts';

/** Why a task runs; part of its name, label and container name. */
export type JobKind = 'run' | 'cron' | 'predeploy' | 'release' | 'postdeploy' | 'first-deploy';

const beforeDeploy: readonly JobKind[] = ['predeploy', 'release', 'first-deploy'];

export interface NodePlacement {
  node: string;
  /** Tolerations of the pod that already runs on the node. */
  tolerations: object[];
}

export interface JobOptions {
  kind: JobKind;
  /** The scheduled task to run, with its resources and volumes, and its command unless `command` is set. */
  cron?: CronSpec;
  /** Default: the command of the image. */
  command?: ContainerCommand;
  env?: EnvEntry[];
  /** Ten hex characters as part of the name; default: random. */
  suffix?: string;
  /** Seconds until Kubernetes stops the task; default: one day. */
  ttlSeconds?: number;
  /** Seconds for which the finished Job is kept for its log and exit status; default: 60. */
  keepSeconds?: number;
  /**
   * Whether the app's Helm release, and with it the ServiceAccount, exists. Default for tasks before a deploy: false,
   * because the deploy can be the first.
   */
  installed?: boolean;
  /** The required node, because one of the task's volumes is in use there. */
  placement?: NodePlacement;
  /** Keeps standard input open, for an attached `run`. */
  stdin?: boolean;
  tty?: boolean;
}

/** Returns a task with the release's image, config, resources and volumes. The task never runs twice. */
export function jobManifest(spec: ReleaseSpec, options: JobOptions) {
  const { kind, suffix = randomHex() } = options;
  const container = `${spec.app}-${kind}`;
  const source = options.cron ?? spec.task;
  const user: MetadataOf<'job' | 'pod'> = source.metadata;
  const labels = {
    ...fixedLabels(spec.app, kind),
    ...(options.cron && { [label.cronHash]: options.cron.hash }),
  };
  const annotations = {
    ...(options.cron && { [label.cronHash]: options.cron.hash, [annotation.cronId]: options.cron.id }),
    ...managed,
    [annotation.version]: spec.deploymentId,
    [annotation.builderType]: spec.image.kind,
    [annotation.jobSuffix]: suffix,
    [annotation.release]: String(spec.number),
    [annotation.defaultContainer]: container,
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${container}-${suffix}`,
      namespace: spec.namespace,
      labels: { ...user.job?.labels, ...labels },
      annotations: { ...user.job?.annotations, ...annotations },
    },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: options.ttlSeconds ?? 86_400,
      ttlSecondsAfterFinished: options.keepSeconds ?? 60,
      podReplacementPolicy: 'Failed',
      template: {
        metadata: {
          labels: { ...user.pod?.labels, ...labels },
          annotations: { ...user.pod?.annotations, ...annotations },
        },
        spec: {
          restartPolicy: 'Never',
          enableServiceLinks: false,
          ...(options.placement && onNode(options.placement)),
          serviceAccountName: (options.installed ?? !beforeDeploy.includes(kind)) ? spec.app : undefined,
          automountServiceAccountToken: spec.pods?.token ?? false,
          imagePullSecrets: orNothing(spec.pullSecrets.names.map((name) => ({ name }))),
          securityContext: { ...podSecurityContext(spec), sysctls: orNothing(source.sysctls) },
          volumes: orNothing(source.volumes),
          containers: [containerOf(spec, container, options, source)],
        },
      },
    },
  };
}

/** Returns a node affinity instead of `nodeName`, so that the scheduler still checks the free capacity of the node. */
function onNode({ node, tolerations }: NodePlacement) {
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [node] }];
  const nodeSelectorTerms = [{ matchFields }];
  return {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
    tolerations: orNothing(tolerations),
  };
}

function containerOf(
  spec: ReleaseSpec,
  name: string,
  options: JobOptions,
  source: Omit<ReleaseSpec['task'], 'metadata'>,
) {
  const { command, args } = options.command ?? options.cron ?? { command: [], args: [] };
  return {
    name,
    image: spec.image.reference,
    imagePullPolicy: 'IfNotPresent',
    command: orNothing(command),
    args: orNothing(args),
    workingDir: spec.image.workingDir || undefined,
    env: orNothing(options.env?.map((entry) => ({ ...entry, value: escapeWord(entry.value) })) ?? []),
    envFrom: [{ secretRef: { name: spec.config.secretName } }],
    resources: source.resources,
    securityContext: source.securityContext,
    volumeMounts: orNothing(source.volumeMounts),
    stdin: options.stdin || undefined,
    stdinOnce: options.stdin || undefined,
    tty: options.tty || undefined,
  };
}

function orNothing<T>(list: T[]): T[] | undefined {
  return list.length ? list : undefined;
}
