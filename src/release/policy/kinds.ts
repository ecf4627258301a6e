import type { Manifest } from '../../kube/types.ts';
import { isSet, itemsOf, mapOf } from './fields.ts';
import { ownPodsViolations } from './own-pods.ts';
import type { Violation } from './violation.ts';

/** The kinds that an app may have, by API group: what the chart writes, and what affects the app alone. */
const allowed = new Set(
  [
    ': ConfigMap PersistentVolumeClaim Pod PodTemplate ReplicationController Secret Service ServiceAccount',
    'apps: DaemonSet Deployment ReplicaSet StatefulSet',
    'autoscaling: HorizontalPodAutoscaler',
    'autoscaling.k8s.io: VerticalPodAutoscaler',
    'batch: CronJob Job',
    'cert-manager.io: Certificate Issuer',
    'gateway.networking.k8s.io: BackendTLSPolicy Gateway GRPCRoute HTTPRoute TCPRoute TLSRoute UDPRoute',
    'http.keda.sh: HTTPScaledObject',
    'keda.sh: ScaledJob ScaledObject TriggerAuthentication',
    'networking.k8s.io: Ingress NetworkPolicy',
    'policy: PodDisruptionBudget',
    'traefik.io: IngressRoute IngressRouteTCP IngressRouteUDP Middleware MiddlewareTCP ServersTransport',
    'traefik.io: ServersTransportTCP TraefikService',
  ].flatMap((line) => {
    const [group, kinds = ''] = line.split(': ');
    return kinds.split(' ').map((kind) => `${kind} ${group}`);
  }),
);

/** Annotations by which clouds give rights to the pods of a ServiceAccount. */
const cloudRights = /^(eks\.amazonaws\.com|iam\.gke\.io|azure\.workload\.identity)\//;

/** Whether an annotation gives pods rights outside the cluster. */
export function givesCloudRights(key: string): boolean {
  return cloudRights.test(key);
}

/** Types of Secrets that Kubernetes and Helm read as their own. */
const systemTypes = ['bootstrap.kubernetes.io/token', 'kubernetes.io/service-account-token'];

/** Returns whether the name of a Secret or ConfigMap is that of Helm's record of a release. */
export function isHelmRecord(name: string): boolean {
  return name.startsWith('sh.helm.release.');
}

/** `Deployment.apps`, `Secret` */
function kindName({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): string {
  return [kind, groupOf(apiVersion)].filter(Boolean).join('.');
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
}

/** What administrators allowed by command. */
interface KindPolicy {
  app: string;
  /** Further kinds of objects. */
  kinds: readonly string[];
  /** Annotations of the ServiceAccount. */
  annotations: readonly string[];
  clusterScope: boolean;
  /** The namespace belongs to the app alone, so that a selector cannot select pods of others. */
  ownNamespace: boolean;
}

/**
 * Returns why an object of the namespace of an app needs an administrator: its kind is not one of an app, or the object
 * gives rights.
 */
export function kindViolations(
  object: Manifest,
  { app, kinds, annotations, clusterScope, ownNamespace }: KindPolicy,
): Violation[] {
  const name = kindName(object);
  if (name === 'Secret') return secretViolations(object);
  if (name === 'Service') return clusterScope ? [] : serviceViolations(object);
  if (kinds.includes(name)) return [];
  const need = { property: 'kustomize-kinds', value: name } as const;
  if (!allowed.has(`${object.kind} ${groupOf(object.apiVersion)}`))
    return [{ path: 'kind', what: 'is not a kind that apps may have', need }];
  if (object.kind === 'TriggerAuthentication') return loginSourceViolations(object, need);
  if (object.kind === 'ScaledObject' || object.kind === 'ScaledJob') return triggerViolations(object, need);
  if (object.kind === 'ServiceAccount') return accountViolations(object, app, annotations, need);
  return ownNamespace ? [] : ownPodsViolations(object, app, need);
}

function accountViolations(
  { metadata }: Manifest,
  app: string,
  annotations: readonly string[],
  need: Violation['need'],
): Violation[] {
  if (metadata.name !== app)
    return [{ path: 'kind', what: 'is a ServiceAccount besides the one of the app', need }];
  return Object.keys(metadata.annotations ?? {})
    .filter((key) => givesCloudRights(key) && !annotations.includes(key))
    .map((key) => ({ path: `metadata.annotations.${key}`, what: 'gives rights in a cloud', need }));
}

function secretViolations({ metadata, type }: Manifest): Violation[] {
  if (isHelmRecord(metadata.name) || metadata.labels?.owner === 'helm')
    return [{ path: 'metadata', what: 'marks the Secret as a record of Helm' }];
  if (!systemTypes.includes(String(type)) && !String(type).startsWith('helm.sh')) return [];
  return [{ path: 'type', what: `${type} is a type that Kubernetes or Helm trusts` }];
}

/** A load balancer of k3s forwards its ports on every node, also those of SSH and of the API server. */
function serviceViolations({ spec }: Manifest): Violation[] {
  const { externalIPs, type } = mapOf(spec);
  const need = { property: 'kustomize-cluster-scope', value: 'true' } as const;
  const named = isSet(externalIPs) && !(Array.isArray(externalIPs) && externalIPs.length === 0);
  return [
    ...(named
      ? [
          {
            path: 'spec.externalIPs',
            what: 'takes the traffic of these addresses from the whole cluster',
            need,
          },
        ]
      : []),
    ...(type === 'LoadBalancer'
      ? [{ path: 'spec.type', what: 'LoadBalancer may take ports of the nodes from the whole cluster', need }]
      : []),
  ];
}

/** The sources with which KEDA reads by its own identity, and not with a Secret of the app. */
const operatorSources = [
  'podIdentity',
  'azureKeyVault',
  'hashiCorpVault',
  'gcpSecretManager',
  'awsSecretManager',
];

function loginSourceViolations({ spec }: Manifest, need: Violation['need']): Violation[] {
  return operatorSources
    .filter((source) => isSet(mapOf(spec)[source]))
    .map((source) => ({ path: `spec.${source}`, what: 'uses the identity of KEDA', need }));
}

/** The metadata by which a scaler of AWS reads with the identity of KEDA's own pods. */
function triggerViolations({ spec }: Manifest, need: Violation['need']): Violation[] {
  return itemsOf(mapOf(spec).triggers, 'spec.triggers')
    .filter(({ item }) => mapOf(item.metadata).identityOwner === 'operator')
    .map(({ path }) => ({ path: `${path}.metadata.identityOwner`, what: 'uses the identity of KEDA', need }));
}
