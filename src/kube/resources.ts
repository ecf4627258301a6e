import type { Kind, Ref } from './types.ts';

/** The path of a kind's objects in the API: `/api/v1/namespaces/<ns>/pods`. */
export interface Resource {
  /** The plural in paths, such as `ingressroutes`. */
  plural: string;
  namespaced: boolean;
}

/** Kinds that every cluster has, which therefore need no discovery request. */
const core =
  'ConfigMap Event LimitRange PersistentVolumeClaim Pod ResourceQuota Secret Service ServiceAccount';
const builtIn: Record<string, { namespaced: string; cluster: string }> = {
  v1: { namespaced: core, cluster: 'Namespace Node PersistentVolume' },
  'apps/v1': { namespaced: 'DaemonSet Deployment ReplicaSet StatefulSet', cluster: '' },
  'batch/v1': { namespaced: 'CronJob Job', cluster: '' },
  'autoscaling/v2': { namespaced: 'HorizontalPodAutoscaler', cluster: '' },
  'policy/v1': { namespaced: 'PodDisruptionBudget', cluster: '' },
  'networking.k8s.io/v1': { namespaced: 'Ingress NetworkPolicy', cluster: 'IngressClass' },
  'rbac.authorization.k8s.io/v1': {
    namespaced: 'Role RoleBinding',
    cluster: 'ClusterRole ClusterRoleBinding',
  },
  'storage.k8s.io/v1': { namespaced: '', cluster: 'StorageClass' },
  'apiextensions.k8s.io/v1': { namespaced: '', cluster: 'CustomResourceDefinition' },
};

/** The resource of a kind in the table above; undefined for any other kind. */
export function builtInResource({ apiVersion, kind }: Kind): Resource | undefined {
  const group = builtIn[apiVersion];
  if (group?.namespaced.split(' ').includes(kind)) return { plural: plural(kind), namespaced: true };
  if (group?.cluster.split(' ').includes(kind)) return { plural: plural(kind), namespaced: false };
  return undefined;
}

function plural(kind: string): string {
  const word = kind.toLowerCase();
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/** `/api/v1` for the core group, `/apis/apps/v1` for the others. */
export function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** The path of a collection, or of one object when `name` is given. Encodes every part: names come from users. */
export function resourcePath(
  apiVersion: string,
  resource: Resource,
  namespace?: string,
  name?: string,
  subresource?: string,
): string {
  const parts = [resource.plural, name, subresource]
    .filter((part) => part !== undefined)
    .map(encodeURIComponent);
  const scope = resource.namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${groupPath(apiVersion)}${scope}/${parts.join('/')}`;
}

/** `Deployment demo-web in namespace default` */
export function describeRef({ kind, name, namespace }: Ref): string {
  return `${kind} ${name}${namespace ? ` in namespace ${namespace}` : ''}`;
}

/** The reference of an object, for messages and follow-up requests. */
export function refOf(object: Kind & { metadata: { name: string; namespace?: string } }): Ref {
  const { name, namespace } = object.metadata;
  return { apiVersion: object.apiVersion, kind: object.kind, namespace, name };
}
