import type { DockerOption } from '../../state/apps/docker-options.ts';
import type { PortMap } from '../../state/apps/ports.ts';
import type { ResourceSetting } from '../../state/apps/resources.ts';
import type { MountSetting } from '../mounts/mount-rules.ts';
import type { Level } from '../policy/violation.ts';
import type { MetadataSetting } from './metadata-settings.ts';

/**
 * All stored settings of an app that affect a release, as the user set them. `resolve` validates texts, so that one
 * error lists all mistakes. A property that is not set has its default here.
 */
export interface ReleaseSettings {
  namespace: string;
  /** The namespace belongs to this app alone. */
  ownNamespace: boolean;
  /** A number of seconds or a Go duration. */
  deployTimeout: string;
  maxRestarts: string;
  rollbackOnFailure: string;
  /** Names separated by commas or blanks; empty: the app's own pull secret. */
  imagePullSecrets: string;
  kustomizeRootPath: string;
  /** `none` or `isolated`. */
  networkPolicy: string;
  podSecurity: Level;
  /** `true`: pods get a token of the API server. */
  serviceAccountToken: string;
  shmSize: string;
  /** `traefik`, `nginx` or `gateway`. */
  ingressClass: string;
  /** The GatewayClass of the class `gateway`, and the ports that its Gateways listen on. */
  gateway: { className: string; httpPort: number; httpsPort: number };
  stopTimeoutSeconds: string;
  startCommand: string;
  dockerfileStartCommand: string;
  /**
   * The lists of `checks:disable` and `checks:skip`, and the `wait-to-retire` time; empty: the default of Kubernetes.
   */
  checks: { disabled: string; skipped: string; waitToRetire: string };
  /** Times of the last `ps:restart`, RFC 3339 in UTC: of the whole app and by process type. */
  restartedAt: { app: string; processes: Record<string, string> };
  /** `cron:set maintenance` of the app, and the ids of suspended tasks. */
  cronMaintenance: { app: boolean; tasks: string[] };
  /** The host names of the imported certificate; undefined without one. */
  certificateNames: string[] | undefined;
  /** Why the imported certificate is not valid now, or not much longer. */
  certificateWarnings: string[];
  /** `prod`, `staging` or `false`. */
  letsencryptServer: string;
  letsencryptEmails: Record<'prod' | 'stag', { app: string; global: string }>;
  certIssuerName: string;
  certIssuerKind: string;
  /** The properties of `nginx:set` that were set. They apply to every ingress class that supports them. */
  nginx: Record<string, string>;
  scale: Record<string, number>;
  /** Names of the credentials of `autoscaling-auth:set` by trigger type, without their values. */
  triggerAuth: Record<string, string[]>;
  /** Annotations and labels of `annotations:set` and `labels:set`, global ones included. */
  metadata: MetadataSetting[];
  ports: PortMap[];
  domains: string[];
  dockerOptions: DockerOption[];
  resources: ResourceSetting[];
  storage: MountSetting[];
}

/** Values for settings that are not set. */
export const defaultSettings: ReleaseSettings = {
  namespace: 'default',
  ownNamespace: false,
  deployTimeout: '300s',
  maxRestarts: '1',
  rollbackOnFailure: 'false',
  imagePullSecrets: '',
  kustomizeRootPath: 'config/kustomize',
  networkPolicy: 'none',
  podSecurity: 'baseline',
  serviceAccountToken: 'false',
  shmSize: '',
  ingressClass: 'traefik',
  gateway: { className: 'traefik', httpPort: 80, httpsPort: 443 },
  stopTimeoutSeconds: '30',
  startCommand: '',
  dockerfileStartCommand: '',
  checks: { disabled: '', skipped: '', waitToRetire: '' },
  restartedAt: { app: '', processes: {} },
  cronMaintenance: { app: false, tasks: [] },
  certificateNames: undefined,
  certificateWarnings: [],
  letsencryptServer: 'prod',
  letsencryptEmails: { prod: { app: '', global: '' }, stag: { app: '', global: '' } },
  certIssuerName: '',
  certIssuerKind: 'ClusterIssuer',
  nginx: {},
  scale: { web: 1 },
  triggerAuth: {},
  metadata: [],
  ports: [],
  domains: [],
  dockerOptions: [],
  resources: [],
  storage: [],
};
