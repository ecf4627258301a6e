/** Objects as the API server sends them: plain JSON, times as RFC 3339 strings. Only fields that this program reads. */

export interface Kind {
  apiVersion: string;
  kind: string;
}

/** Identifies an object of a known kind. */
export interface NamespacedName {
  name: string;
  namespace: string;
}

/** Identifies one object. Kinds of cluster scope have no `namespace`. */
export interface Ref extends Kind {
  namespace?: string;
  name: string;
}

export interface OwnerReference extends Kind {
  name: string;
  uid: string;
  controller?: boolean;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  generateName?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
}

export interface KubeObject extends Kind {
  metadata: ObjectMeta;
}

/** A manifest of any kind: an object to send, before the server has filled in defaults. */
export type Manifest = KubeObject & Record<string, unknown>;

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

export interface Probe {
  httpGet?: {
    path?: string;
    port: number | string;
    scheme?: string;
    httpHeaders?: { name: string; value: string }[];
  };
  tcpSocket?: { port: number | string; host?: string };
  exec?: { command?: string[] };
  grpc?: { port: number };
  initialDelaySeconds?: number;
  periodSeconds?: number;
  timeoutSeconds?: number;
  failureThreshold?: number;
  successThreshold?: number;
}

export interface Container {
  ports?: { containerPort: number; hostPort?: number; hostIP?: string }[];
  name: string;
  image?: string;
  command?: string[];
  args?: string[];
  tty?: boolean;
  stdin?: boolean;
  resources?: { limits?: Record<string, string>; requests?: Record<string, string> };
  readinessProbe?: Probe;
  livenessProbe?: Probe;
  startupProbe?: Probe;
  restartPolicy?: string;
}

/** A volume of a pod, with one of many possible sources. */
export interface PodVolume {
  name: string;
  persistentVolumeClaim?: { claimName: string };
  emptyDir?: { medium?: string; sizeLimit?: string };
}

export interface VolumeMount {
  name: string;
  mountPath: string;
  subPath?: string;
  readOnly?: boolean;
}

export interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  restartPolicy?: string;
  nodeName?: string;
  /** Requests of the pod as a whole, which replace those of its containers. */
  resources?: { requests?: Record<string, string> };
  /** What the runtime class needs besides the containers. */
  overhead?: Record<string, string>;
  hostNetwork?: boolean;
  imagePullSecrets?: { name: string }[];
  affinity?: {
    nodeAffinity?: {
      requiredDuringSchedulingIgnoredDuringExecution?: {
        nodeSelectorTerms: { matchFields?: { key: string; values?: string[] }[] }[];
      };
    };
  };
  tolerations?: Toleration[];
  volumes?: PodVolume[];
}

export interface Terminated {
  exitCode: number;
  signal?: number;
  reason?: string;
  message?: string;
  startedAt?: string;
  finishedAt?: string;
}

export interface ContainerState {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt?: string };
  terminated?: Terminated;
}

export interface ContainerStatus {
  name: string;
  image?: string;
  containerID?: string;
  ready: boolean;
  started?: boolean;
  restartCount: number;
  state?: ContainerState;
  lastState?: ContainerState;
}

export interface Pod extends KubeObject {
  spec: PodSpec;
  status?: {
    phase?: string;
    reason?: string;
    message?: string;
    startTime?: string;
    hostIP?: string;
    podIP?: string;
    conditions?: Condition[];
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

export interface Deployment extends KubeObject {
  spec: { replicas?: number; paused?: boolean; minReadySeconds?: number; template: { spec: PodSpec } };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    updatedReplicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    conditions?: Condition[];
  };
}

export interface ReplicaSet extends KubeObject {
  spec: { replicas?: number };
  status?: {
    replicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    conditions?: Condition[];
  };
}

export interface Job extends KubeObject {
  spec: { activeDeadlineSeconds?: number; template: { spec: PodSpec } };
  status?: {
    startTime?: string;
    active?: number;
    succeeded?: number;
    failed?: number;
    conditions?: Condition[];
  };
}

export interface CronJob extends KubeObject {
  spec: { suspend?: boolean };
}

export interface Node extends KubeObject {
  spec: { unschedulable?: boolean; taints?: { effect: string }[] };
  status?: {
    conditions?: Condition[];
    capacity?: Record<string, string>;
    /** The capacity without what the node reserves for itself. */
    allocatable?: Record<string, string>;
    nodeInfo?: { kubeletVersion?: string };
  };
}

export interface PersistentVolumeClaim extends KubeObject {
  spec: {
    storageClassName?: string;
    accessModes?: string[];
    volumeName?: string;
    resources?: { requests?: { storage?: string } };
  };
  status?: { phase?: string; capacity?: { storage?: string }; conditions?: Condition[] };
}

export interface PersistentVolume extends KubeObject {
  spec: {
    accessModes?: string[];
    capacity?: { storage?: string };
    claimRef?: { namespace?: string; name?: string; uid?: string };
    hostPath?: { path: string };
    persistentVolumeReclaimPolicy?: string;
    storageClassName?: string;
    nodeAffinity?: {
      required?: {
        nodeSelectorTerms?: { matchExpressions?: { key: string; operator: string; values?: string[] }[] }[];
      };
    };
  };
  status?: { phase?: string; reason?: string; message?: string };
}

export interface StorageClass extends KubeObject {
  provisioner: string;
  allowVolumeExpansion?: boolean;
  reclaimPolicy?: string;
  volumeBindingMode?: string;
}

/** An Event of `v1`: its object (`involvedObject`), what happened (`reason`, `message`), how often and when last. */
export interface KubeEvent extends KubeObject {
  involvedObject: { kind?: string; namespace?: string; name?: string; uid?: string };
  type?: string;
  reason?: string;
  message?: string;
  count?: number;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  series?: { count?: number; lastObservedTime?: string };
}
