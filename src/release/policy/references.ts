import { isDnsSubdomain } from '../../core/kubernetes-names.ts';
import type { Manifest, Ref } from '../../kube/types.ts';
import { type Fields, mapOf } from './fields.ts';

/** An object that a field names. */
export interface ObjectReference {
  path: string;
  ref: Ref & { namespace: string };
  /** Another program writes the object when it is missing, and may label it in any way. */
  generated?: boolean;
}

const apiVersions: Record<string, string> = {
  Secret: 'v1',
  ConfigMap: 'v1',
  PersistentVolumeClaim: 'v1',
  PersistentVolume: 'v1',
  ServiceAccount: 'v1',
  Service: 'v1',
  TriggerAuthentication: 'keda.sh/v1alpha1',
};

/** Fields that hold the name of an object as text, or as a list of texts. */
const names: [RegExp, string][] = [
  [/secret(Name)?s?$/i, 'Secret'],
  [/^claimName$/, 'PersistentVolumeClaim'],
  [/^serviceAccount(Name)?$/, 'ServiceAccount'],
];

/** Fields that hold a map with the name of an object, or a list of such maps. */
const maps: [RegExp, string][] = [
  [/secret(Key|Target)?(Ref|Selector)?s?$/i, 'Secret'],
  [/configMap(Key|Target)?(Ref|Selector)?s?$/i, 'ConfigMap'],
  [/^certificateRefs?$/, 'Secret'],
  [/^serviceAccountRef$/, 'ServiceAccount'],
  [/^authenticationRef$/, 'TriggerAuthentication'],
];

/** Fields that hold the kind and the name of an object. */
const typed = /^(scaleTargetRef|targetRef|dataSource|dataSourceRef|\w*certificateRefs?)$/i;

/** Annotations of ingress-nginx that name a Secret, as `name` or `namespace/name`. */
const nginxSecrets = /^nginx\.ingress\.kubernetes\.io\/(auth-secret|auth-tls-secret|proxy-ssl-secret)$/;

const issuerAnnotation = /^cert-manager\.io\/(cluster-)?issuer$/;

/** The owner of the token that a Secret holds. */
const accountAnnotation = 'kubernetes.io/service-account.name';

/** Their members are names and texts of the user, whatever these are called. */
const plain = new Set([
  'data',
  'stringData',
  'binaryData',
  'status',
  'labels',
  'matchLabels',
  'nodeSelector',
]);

/**
 * Returns the objects that an object names: Secrets, ConfigMaps, claims, ServiceAccounts, and what an autoscaler scales.
 * Fields are recognised by their names, so that the fields of all kinds count, in templates too.
 */
export function referencesIn(object: Manifest): ObjectReference[] {
  const namespace = object.metadata.namespace!;
  const found: ObjectReference[] = [];
  const add = (kind: unknown, name: unknown, path: string, more: Fields = {}) => {
    if (typeof name !== 'string') return;
    const apiVersion = String(more.apiVersion ?? apiVersions[String(kind)]);
    const at = typeof more.namespace === 'string' && more.namespace !== '' ? more.namespace : namespace;
    // Anything else cannot be the name of an object: an expression, or a text of another meaning.
    if (!isDnsSubdomain(name) || apiVersion === 'undefined') return;
    found.push({
      path,
      ref: { apiVersion, kind: String(kind), namespace: at, name },
      ...(isGenerated(object, path) && { generated: true }),
    });
  };
  for (const [path, key, value] of membersOf(object as Fields, '')) {
    const fields = mapOf(value);
    if (typeof value === 'string') {
      const kind = nginxSecrets.test(key) ? 'Secret' : names.find(([pattern]) => pattern.test(key))?.[1];
      if (kind) addPath(add, kind, value, path);
      if (key === accountAnnotation) add('ServiceAccount', value, path);
      if (key === 'volumeName') add('PersistentVolume', value, path);
    } else if (typed.test(key) && (typeof fields.kind === 'string' || key === 'scaleTargetRef')) {
      add(fields.kind ?? 'Deployment', fields.name, `${path}.name`, versioned(fields));
    } else if (typeof fields.name === 'string') {
      for (const [pattern, kind] of maps)
        if (pattern.test(key)) add(kindOf(fields, kind), fields.name, `${path}.name`, fields);
    }
  }
  return [...found, ...otherNamespaces(object)];
}

type Add = (kind: unknown, name: unknown, path: string, more?: Fields) => void;

/** Reads `name` and `namespace/name`. */
function addPath(add: Add, kind: string, text: string, path: string): void {
  const at = text.indexOf('/');
  if (at === -1) add(kind, text, path);
  else add(kind, text.slice(at + 1), path, { namespace: text.slice(0, at) });
}

function kindOf({ kind }: Fields, usual: string): unknown {
  return typeof kind === 'string' && kind !== '' ? kind : usual;
}

/** The version of a typed reference, which has a version, a group or neither. */
function versioned({ kind = 'Deployment', apiVersion, apiGroup, namespace }: Fields): Fields {
  const known = apiVersions[String(kind)];
  const ofGroup = apiGroup ? `${apiGroup}/v1` : 'apps/v1';
  return { namespace, apiVersion: known ?? apiVersion ?? ofGroup };
}

/** cert-manager creates the key of an ACME account, and the certificates of a route that names an issuer. */
function isGenerated({ kind, metadata }: Manifest, path: string): boolean {
  if (kind === 'Issuer') return path === 'spec.acme.privateKeySecretRef.name';
  return (
    (kind === 'Ingress' || kind === 'Gateway') &&
    /^spec\.(tls|listeners)\[/.test(path) &&
    Object.keys(metadata.annotations ?? {}).some((key) => issuerAnnotation.test(key))
  );
}

const namespacedKinds: [RegExp, string][] = [
  [/middlewares\[\d+\]$/, 'Middleware'],
  [/tls\.options$/, 'TLSOption'],
  [/tls\.store$/, 'TLSStore'],
];

/** Traefik lets routes use Services and middlewares of every namespace. */
function otherNamespaces(object: Manifest): ObjectReference[] {
  if (!object.apiVersion.startsWith('traefik.io/')) return [];
  const found: ObjectReference[] = [];
  for (const [path, , value] of membersOf(object as Fields, '')) {
    const { name, namespace, kind } = mapOf(value);
    if (typeof namespace !== 'string' || typeof name !== 'string' || path === 'metadata') continue;
    if (namespace === object.metadata.namespace) continue;
    const known = namespacedKinds.find(([pattern]) => pattern.test(path))?.[1] ?? String(kind ?? 'Service');
    const apiVersion = known === 'Service' ? 'v1' : object.apiVersion;
    found.push({ path: `${path}.namespace`, ref: { apiVersion, kind: known, namespace, name } });
  }
  return found;
}

/** Yields each member of an object at any depth: its path, the name of its field, and its value. */
function* membersOf(value: unknown, path: string, field = ''): Generator<[string, string, unknown]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (!Array.isArray(value) && plain.has(key)) continue;
    const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const name = Array.isArray(value) ? field : key;
    yield [at, name, member];
    yield* membersOf(member, at, name);
  }
}
