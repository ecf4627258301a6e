import { annotation, label } from '../../core/labels.ts';
import type { KubeObject, Manifest, Ref } from '../../kube/types.ts';
import { isGlobalLogin } from '../autoscaling/trigger-auth.ts';
import { issuedSecretName, tlsSecretName } from '../tls/tls-secret.ts';
import { isHelmRecord } from './kinds.ts';
import type { ObjectReference } from './references.ts';
import type { Violation } from './violation.ts';

/** The facts that decide whose a named object is. */
export interface NamingPolicy {
  app: string;
  namespace: string;
  /** The names of the app: two until a rename is finished. */
  names: readonly string[];
  isApp(name: string): boolean;
  /** Whether the messages may name this app; undefined stands for all that no app owns. */
  isVisible(app: string | undefined): boolean;
  /** Objects that the release writes, and objects that dokku writes for it. */
  written: readonly Ref[];
  /** Storage entries that an administrator mounted in the app. */
  mounted: readonly string[];
  /** Pull secrets that were set by command. */
  pullSecrets: readonly string[];
  /** `Secret/smtp`, or `namespace/Secret/smtp`: the objects that an administrator shares with the app. */
  shared: readonly string[];
}

/** Objects that every namespace has, and that hold no secret. */
const ofEveryNamespace = ['ConfigMap/kube-root-ca.crt', 'ServiceAccount/default'];

/** Kinds without a namespace. */
const ofCluster = ['PersistentVolume', 'ClusterTriggerAuthentication'];

/** Returns whether the owner of a named object must be read from the cluster. */
export function needsOwner({ ref }: ObjectReference, policy: NamingPolicy): boolean {
  if (policy.shared.includes(sharedName(ref, policy))) return false;
  if (policy.written.some((other) => isSame(other, ref))) return false;
  if (ref.namespace !== policy.namespace) return true;
  if (ref.kind === 'PersistentVolumeClaim' && policy.mounted.includes(ref.name)) return false;
  return !ofEveryNamespace.includes(`${ref.kind}/${ref.name}`);
}

/**
 * Returns the error of a reference to an object that is not of the app. `present` is the object in the cluster. The
 * diagnosis of a rollout reports a missing object.
 */
export function namedViolation(
  { path, ref, generated }: ObjectReference,
  present: KubeObject | undefined,
  policy: NamingPolicy,
): Violation[] {
  const reason = reasonOf(ref, present, policy, generated);
  if (reason === undefined) return [];
  const value = sharedName(ref, policy);
  return [
    {
      path,
      what: `names the ${ref.kind} ${value.split('/').at(-1)}, ${reason}`,
      need: { property: 'shared-objects', value },
    },
  ];
}

function reasonOf(
  ref: ObjectReference['ref'],
  present: KubeObject | undefined,
  policy: NamingPolicy,
  generated: boolean | undefined,
): string | undefined {
  const system = systemReason(ref, present);
  if (system) return system;
  if (!ofCluster.includes(ref.kind) && ref.namespace !== policy.namespace)
    return `which is in namespace ${ref.namespace}`;
  if (!present) return !generated && isPredictable(ref, policy) ? 'which does not exist' : undefined;
  if (isOwnObject(present, policy) || isGlobalLogin(present)) return undefined;
  const owner = ownerOfNamed(present, policy);
  if (owner) return owner;
  if (generated || (ref.kind === 'Secret' && policy.pullSecrets.includes(ref.name))) return undefined;
  return notCreatedFor(policy);
}

/** Kinds that other programs do not create for an app: the app cannot use one that is missing. */
const neverLater = [
  'TriggerAuthentication',
  'ClusterTriggerAuthentication',
  'HTTPScaledObject',
  'PersistentVolumeClaim',
];

/**
 * Whether another app may get an object of this name later, which would then be used without a check: everybody can
 * predict the names of entries, and of the Secrets with certificates and with logins of KEDA.
 */
function isPredictable({ kind, name }: Ref, { names }: NamingPolicy): boolean {
  if (neverLater.includes(kind)) return true;
  if (kind !== 'Secret' || !/^(tls|kta)-/.test(name)) return false;
  return !names.some((own) => name === tlsSecretName(own) || name === issuedSecretName(own));
}

/** The reason for an object whose owner the actor may not see, and for one without an owner. */
function notCreatedFor({ app }: NamingPolicy): string {
  return `which was not created for ${app}`;
}

/** Objects that the cluster trusts are recognised by name and metadata. */
function systemReason({ kind, name }: Ref, present: KubeObject | undefined): string | undefined {
  if (kind !== 'Secret' && kind !== 'ConfigMap') return undefined;
  if (isHelmRecord(name)) return 'which is a record of Helm';
  if (name.startsWith('bootstrap-token-')) return 'which may hold a bootstrap token of the cluster';
  const account = present?.metadata.annotations?.[annotation.serviceAccount];
  return account && `which holds a token of the ServiceAccount ${account}`;
}

/** Whether an object in the cluster is of the app. */
export function isOwnObject({ metadata }: KubeObject, { names, written, namespace }: NamingPolicy): boolean {
  const { labels, annotations, ownerReferences = [] } = metadata;
  const release = annotations?.[annotation.helmRelease];
  return (
    names.includes(labels?.[label.partOf] ?? '') ||
    (release !== undefined && names.includes(release)) ||
    ownerReferences.some((owner) => written.some((other) => isSame(other, { ...owner, namespace })))
  );
}

/** Describes the owner of an object, as far as the actor may see the owner. */
export function ownerOfNamed({ metadata }: KubeObject, policy: NamingPolicy): string | undefined {
  const { app, isApp, isVisible } = policy;
  const { labels, annotations } = metadata;
  const entry = labels?.[label.storageEntry];
  if (entry) return `the claim of the storage entry ${entry}, which ${app} does not mount`;
  const part = labels?.[label.partOf];
  if (part !== undefined && (isApp(part) || annotations?.[annotation.managed]))
    return isVisible(part) ? `which belongs to the app ${part}` : notCreatedFor(policy);
  const release = annotations?.[annotation.helmRelease];
  if (release === undefined) return undefined;
  if (!isVisible(isApp(release) ? release : undefined)) return notCreatedFor(policy);
  return isApp(release)
    ? `which belongs to the app ${release}`
    : `which belongs to the Helm release ${release}`;
}

function isSame(a: Ref, b: Ref): boolean {
  return a.kind === b.kind && a.name === b.name && (a.namespace ?? b.namespace) === b.namespace;
}

function sharedName({ kind, name, namespace }: ObjectReference['ref'], policy: NamingPolicy): string {
  const inNamespace = `${kind}/${name}`;
  return ofCluster.includes(kind) || namespace === policy.namespace
    ? inNamespace
    : `${namespace}/${inNamespace}`;
}

/** The Secrets that cert-manager writes for the certificates of a manifest. */
export function issuedSecrets(objects: readonly Manifest[]): Ref[] {
  return objects.flatMap(({ apiVersion, kind, metadata, spec }) => {
    const { secretName: name } = (spec ?? {}) as { secretName?: unknown };
    if (!apiVersion.startsWith('cert-manager.io/') || kind !== 'Certificate' || typeof name !== 'string')
      return [];
    return [{ apiVersion: 'v1', kind: 'Secret', namespace: metadata.namespace, name }];
  });
}
