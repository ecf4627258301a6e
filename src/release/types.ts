import type { ImageKind } from '../build/types.ts';
import type { PodVolume, Probe, VolumeMount } from '../kube/types.ts';
import type { Mount } from '../state/apps/mounts.ts';
import type { AutoscalingSpec } from './autoscaling/autoscaling.ts';
import type { TriggerAuthentication } from './autoscaling/trigger-auth.ts';
import type { UserMetadata } from './metadata/user-metadata.ts';
import type { ContainerLifecycle } from './process/pre-stop.ts';
import type { ResourceRequirements } from './process/resources.ts';
import type { Strategy } from './process/strategy.ts';
import type { RoutingSpec } from './routing/routing.ts';
import type { ResourceType } from './settings/metadata-settings.ts';
import type { CronSpec } from './tasks/cron.ts';

export interface EnvEntry {
  name: string;
  value: string;
}

/** One named port of a process: what its Service listens on and where the container does. */
export interface PortSpec {
  /** `<scheme>-<host>-<container>`. */
  name: string;
  scheme: string;
  host: number;
  container: number;
}

/** The container's part that Deployments and Jobs share. */
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

export interface ProcessSpec extends ContainerSpec {
  name: string;
  /** Without autoscaling, the number of pods; with it, the number that KEDA falls back to. */
  replicas: number;
  autoscaling: AutoscalingSpec | undefined;
  /** Ports of the Service; empty for a process that nothing reaches. */
  ports: PortSpec[];
  /** The container port that probes ask and `PORT` names. */
  primaryPort: number | undefined;
  probes: { startup?: Probe; readiness?: Probe; liveness?: Probe };
  minReadySeconds: number | undefined;
  progressDeadlineSeconds: number | undefined;
  terminationGracePeriodSeconds: number | undefined;
  lifecycle: ContainerLifecycle | undefined;
  strategy: Strategy;
  metadata: MetadataOf<'deployment' | 'pod' | 'service'>;
  /** Time of the last `ps:restart`; a new one replaces the pods. */
  restartedAt: string | undefined;
}

/** Annotations and labels that users gave objects, by type. */
export type MetadataOf<Type extends ResourceType> = Partial<Record<Type, UserMetadata>>;

/** What a release is, decided once: plain data that is stored, compared and rendered. It holds no secret values. */
export interface ReleaseSpec {
  app: string;
  number: number;
  /** Unix seconds as text. */
  deploymentId: string;
  namespace: string;
  image: { reference: string; kind: ImageKind; workingDir: string };
  config: { hash: string; secretName: string; keys: string[] };
  pullSecrets: { names: string[] /** `pull-secret-<app>`, made by us. */; owned: boolean };
  processes: ProcessSpec[];
  cron: CronSpec[];
  triggerAuthentications: TriggerAuthentication[];
  routing: RoutingSpec | undefined;
  /** Of storage entries, as they were set; absent in the records of older versions. */
  mounts?: Mount[];
  /** What one-off tasks have besides their command. */
  task: Omit<ContainerSpec, 'command' | 'args' | 'env'> & { metadata: MetadataOf<'job' | 'pod'> };
  /** Of objects that there is one of for the whole app. */
  metadata: MetadataOf<'secret' | 'serviceaccount'>;
  /** Shell commands of the repository by the moment they run at; empty when there is none. */
  scripts: { predeploy?: string; release?: string; postdeploy?: string; firstDeploy?: string };
  deploy: {
    timeoutSeconds: number;
    rollbackOnFailure: boolean;
    kustomize: { path: string; entry: string } | undefined;
  };
  /** What was asked for and has no effect, one sentence each. */
  warnings: string[];
}
