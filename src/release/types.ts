import type { ImageKind } from '../build/types.ts';
import type { PodVolume, Probe, VolumeMount } from '../kube/types.ts';
import type { Mount } from '../state/apps/mounts.ts';
import type { AutoscalingSpec } from './autoscaling/autoscaling.ts';
import type { TriggerAuthentication } from './autoscaling/trigger-auth.ts';
import type { UserMetadata } from './metadata/user-metadata.ts';
import type { Level } from './policy/violation.ts';
import type { ContainerLifecycle } from './process/pre-stop.ts';
import type { ResourceRequirements } from './process/resources.ts';
import type { Strategy } from './process/strategy.ts';
import type { NetworkPolicySpec } from './routing/network-policy.ts';
import type { RoutingSpec } from './routing/routing.ts';
import type { ResourceType } from './settings/metadata-settings.ts';
import type { CronSpec } from './tasks/cron.ts';
import type { TaskScripts } from './tasks/scripts.ts';

export interface EnvEntry {
  name: string;
  value: string;
}

/** One named port of a process, with the port of its Service (`host`) and the port of its container. */
export interface PortSpec {
  /** `http` for the port that routes, probes and `PORT` use, else `<scheme>-<host>`. */
  name: string;
  scheme: string;
  host: number;
  container: number;
}

/** The fields of a container that Deployments and Jobs share. */
export interface ContainerSpec {
  command: string[];
  args: string[];
  env: EnvEntry[];
  resources: ResourceRequirements;
  securityContext: Record<string, unknown> | undefined;
  sysctls: { name: string; value: string }[];
  volumes: PodVolume[];
  volumeMounts: VolumeMount[];
}

/** `command` replaces the entrypoint of the image if it is not empty. */
export type ContainerCommand = Pick<ContainerSpec, 'command' | 'args'>;

export interface ProcessSpec extends ContainerSpec {
  name: string;
  /** Number of pods; with autoscaling, the number of KEDA's fallback. */
  replicas: number;
  autoscaling: AutoscalingSpec | undefined;
  /** Ports of the Service; empty for a process without a Service. */
  ports: PortSpec[];
  /** The container port for probes and routes. */
  primaryPort: number | undefined;
  /** The exposed ports of the image that the primary port was chosen from; absent without a choice. */
  portCandidates?: number[];
  probes: { startup?: Probe; readiness?: Probe; liveness?: Probe };
  minReadySeconds: number | undefined;
  progressDeadlineSeconds: number | undefined;
  terminationGracePeriodSeconds: number | undefined;
  lifecycle: ContainerLifecycle | undefined;
  strategy: Strategy;
  metadata: MetadataOf<'deployment' | 'pod' | 'service'>;
  /** Time of the last `ps:restart`. A new time replaces the pods. */
  restartedAt: string | undefined;
}

/** Annotations and labels that users set on objects, by type. */
export type MetadataOf<Type extends ResourceType> = Partial<Record<Type, UserMetadata>>;

/**
 * The resolved definition of a release: plain data that is stored, compared and rendered. It contains no secret values.
 */
export interface ReleaseSpec {
  app: string;
  number: number;
  /** Unix seconds as text. */
  deploymentId: string;
  namespace: string;
  /** The namespace belongs to this app alone; absent in records of older versions. */
  ownNamespace?: boolean;
  image: { reference: string; kind: ImageKind; workingDir: string };
  config: { hash: string; secretName: string; keys: string[] };
  pullSecrets: { names: string[] /** `pull-secret-<app>`, created by dokku. */; owned: boolean };
  processes: ProcessSpec[];
  /** Settings of all pods; absent in records of older versions. `token`: pods get a token of the API server. */
  pods?: { security: Level; token: boolean };
  cron: CronSpec[];
  triggerAuthentications: TriggerAuthentication[];
  routing: RoutingSpec | undefined;
  /** Who may connect to the pods; absent without a restriction, and in records of older versions. */
  networkPolicy?: NetworkPolicySpec;
  /** Mounts of storage entries, as users set them; absent in records of older versions. */
  mounts?: Mount[];
  /** The settings of one-off tasks, without their command. */
  task: Omit<ContainerSpec, 'command' | 'args' | 'env'> & { metadata: MetadataOf<'job' | 'pod'> };
  /** Metadata of objects that exist once per app. */
  metadata: MetadataOf<'secret' | 'serviceaccount'>;
  scripts: TaskScripts;
  deploy: {
    timeoutSeconds: number;
    /** Failed restarts after which a process is broken; absent in records of older versions. */
    maxRestarts?: number;
    rollbackOnFailure: boolean;
    kustomize: { path: string; entry: string } | undefined;
  };
  /** Requested settings without effect, one sentence each. */
  warnings: string[];
}
