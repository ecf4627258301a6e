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
  ClusterTriggerAuthentication: 'keda.sh/v1alpha1',
  HTTPScaledObject: 'http.keda.sh/v1alpha1',
};

/** Fields that hold the name of an object as text, or as a list of texts. */
const names: [RegExp, string][] = [
  [/secret(Name)?s?$/i, 'Secret'],
  [/^claimName$/, 'PersistentVolumeClaim'],
  [/^serviceAccount(Name)?$/, 'ServiceAccount'],
  // In the metadata of a trigger of KEDA's HTTP add-on.
  [/^httpScaledObject$/, 'HTTPScaledObject'],
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
const typed = /^(scaleTargetRef|targetRef|dataSource|dataSourceRef|extensionRef|\w*certificateRefs?)$/i;

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
  return [...found, ...traefikReferences(object), ...annotatedReferences(object)];
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
function versioned({ kind = 'Deployment', apiVersion, apiGroup, group, namespace }: Fields): Fields {
  const known = apiVersions[String(kind)];
  const given = apiGroup || group;
  const ofGroup = given === 'traefik.io' ? 'traefik.io/v1alpha1' : given ? `${given}/v1` : 'apps/v1';
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

/** Fields of Traefik's objects that name objects with secrets: headers, certificates of clients, logins. */
const traefikKinds: [RegExp, string][] = [
  [/middlewares\[\d+\]$/, 'Middleware'],
  [/tls\.options$/, 'TLSOption'],
  [/tls\.store$/, 'TLSStore'],
];

/**
 * Traefik lets routes use Services and middlewares of every namespace. Services of the own namespace are not secret:
 * every pod reaches them.
 */
function traefikReferences(object: Manifest): ObjectReference[] {
  const { apiVersion, metadata } = object;
  if (!apiVersion.startsWith('traefik.io/')) return [];
  const own = metadata.namespace!;
  const found: ObjectReference[] = [];
  for (const [path, key, value] of membersOf(object as Fields, '')) {
    if (key === 'serversTransport' && typeof value === 'string' && isDnsSubdomain(value))
      found.push({ path, ref: { apiVersion, kind: transportKind(object), namespace: own, name: value } });
    const { name, namespace: given, kind } = mapOf(value);
    if (typeof name !== 'string' || path === 'metadata') continue;
    const namespace = typeof given === 'string' && given !== '' ? given : own;
    const known = traefikKinds.find(([pattern]) => pattern.test(path))?.[1];
    if (namespace === own && !known) continue;
    const named = known ?? String(kind ?? 'Service');
    found.push({
      path: namespace === own ? `${path}.name` : `${path}.namespace`,
      ref: {
        apiVersion: named === 'Service' ? 'v1' : apiVersion,
        kind: tcpKind(object, named),
        namespace,
        name,
      },
    });
  }
  return found;
}

function tcpKind({ kind }: Manifest, named: string): string {
  return kind === 'IngressRouteTCP' && named === 'Middleware' ? 'MiddlewareTCP' : named;
}

function transportKind({ kind }: Manifest): string {
  return kind === 'IngressRouteTCP' ? 'ServersTransportTCP' : 'ServersTransport';
}

/** Annotations by which an Ingress or a Service names objects of Traefik, as `namespace-name@kubernetescrd`. */
const traefikAnnotations: [RegExp, string][] = [
  [/^traefik\.ingress\.kubernetes\.io\/router\.middlewares$/, 'Middleware'],
  [/^traefik\.ingress\.kubernetes\.io\/router\.tls\.options$/, 'TLSOption'],
  [/^traefik\.ingress\.kubernetes\.io\/service\.serverstransport$/, 'ServersTransport'],
];

function annotatedReferences({ metadata }: Manifest): ObjectReference[] {
  const own = metadata.namespace!;
  return Object.entries(metadata.annotations ?? {}).flatMap(([key, value]) => {
    const kind = traefikAnnotations.find(([pattern]) => pattern.test(key))?.[1];
    if (!kind) return [];
    return String(value)
      .split(/[\s,]+/)
      .filter((text) => text.endsWith('@kubernetescrd'))
      .map((text) => {
        const joined = text.slice(0, -'@kubernetescrd'.length);
        // Both parts may have dashes. A name that does not begin with the own namespace is in another one.
        const [namespace, name] = joined.startsWith(`${own}-`)
          ? [own, joined.slice(own.length + 1)]
          : ['another', joined];
        return {
          path: `metadata.annotations.${key}`,
          ref: { apiVersion: 'traefik.io/v1alpha1', kind, namespace, name },
        };
      });
  });
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
