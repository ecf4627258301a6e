import { releaseMarks } from '../../core/labels.ts';
import type { KubeObject, Manifest } from '../../kube/types.ts';

/** Kinds that route requests through an ingress controller, by API group. */
const routes: Record<string, string[]> = {
  'networking.k8s.io': ['Ingress'],
  'traefik.io': ['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP'],
  'gateway.networking.k8s.io': ['Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'],
};

/** API groups whose objects direct requests, pods or certificates of what serves, and start nothing. */
const directing = new Set([
  ...Object.keys(routes),
  'autoscaling',
  'cert-manager.io',
  'http.keda.sh',
  'keda.sh',
  'policy',
]);

export function isRoute(object: KubeObject): boolean {
  return routes[groupOf(object)]?.includes(object.kind) ?? false;
}

/** Whether an object moves to a new version only when that version serves. */
export function movesLast(object: KubeObject): boolean {
  const group = groupOf(object);
  if (group === '') return object.kind === 'Service';
  return directing.has(group) || (group === 'batch' && object.kind === 'CronJob');
}

/**
 * The same for an object in another version of its API. `release`: the namespace of the release, which an object without
 * a namespace gets. Kustomize writes none, the chart writes it.
 */
export function objectKey(object: KubeObject, release: string): string {
  const { namespace, name } = object.metadata;
  return `${groupOf(object)} ${object.kind} ${namespace || release} ${name}`;
}

/** The objects of a manifest by their keys. */
export function byKey(objects: readonly Manifest[], release: string): Map<string, Manifest> {
  return new Map(objects.map((object) => [objectKey(object, release), object]));
}

/** Whether two objects are the same, apart from what differs in each release or is implied. */
export function isSameObject(one: KubeObject, other: KubeObject, release: string): boolean {
  return comparable(one, release) === comparable(other, release);
}

function comparable(object: KubeObject, release: string): string {
  const { namespace, ...metadata } = object.metadata;
  const normalized = { ...object, metadata: { namespace: namespace || release, ...metadata } };
  return JSON.stringify(sorted(normalized), (key, value) => (releaseMarks.includes(key) ? undefined : value));
}

/** Kustomize sorts keys, Helm keeps the order of the chart. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, sorted(field)]),
  );
}

/** The API group of an object; empty for the core group. */
function groupOf({ apiVersion }: KubeObject): string {
  const [group, version] = apiVersion.split('/');
  return version === undefined ? '' : group!;
}
