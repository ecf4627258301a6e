import pMap from 'p-map';
import { annotation } from '../../core/labels.ts';
import { isNotFound } from '../../kube/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import { refOf } from '../../kube/resources.ts';
import type { Kind, KubeObject, Ref } from '../../kube/types.ts';
import { appOf } from './ownership.ts';

/** Kinds whose objects Kubernetes writes about other objects, and API groups without objects of their own. */
const derivedKinds = ['Endpoints', 'EndpointSlice', 'Event', 'Lease'];
const derivedGroups = ['metrics.k8s.io', 'custom.metrics.k8s.io', 'external.metrics.k8s.io'];

/** Objects that Kubernetes creates in every namespace. */
const ofEveryNamespace = ['ConfigMap/kube-root-ca.crt', 'ServiceAccount/default'];

/**
 * Returns the objects for which a namespace must stay when an app has left: claims, because they hold data, and what
 * does not belong to the app. Every kind of the cluster is asked for.
 */
export async function objectsToKeep(
  kube: Kube,
  namespace: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Ref[]> {
  const kinds = (await kube.namespacedKinds({ signal })).filter((kind) => !isDerived(kind));
  const lists = await pMap(kinds, (kind) => listOf(kube, kind, namespace, signal), { concurrency: 8 });
  return lists
    .flat()
    .filter((object) => mustBeKept(object, names))
    .map((object) => refOf(object));
}

async function listOf(kube: Kube, kind: Kind, namespace: string, signal: AbortSignal): Promise<KubeObject[]> {
  try {
    return await kube.list({ ...kind, namespace }, { signal, metadataOnly: true });
  } catch (error) {
    // The definition of the kind has just been deleted.
    if (isNotFound(error)) return [];
    throw error;
  }
}

function isDerived({ apiVersion, kind }: Kind): boolean {
  return derivedKinds.includes(kind) || derivedGroups.includes(apiVersion.split('/')[0]!);
}

function mustBeKept(object: KubeObject, names: readonly string[]): boolean {
  const { kind, metadata } = object;
  const { annotations = {}, labels = {}, ownerReferences = [], deletionTimestamp } = metadata;
  // Objects with an owner are deleted with it.
  if (deletionTimestamp !== undefined || ownerReferences.length > 0) return false;
  if (kind === 'PersistentVolumeClaim') return true;
  if (ofEveryNamespace.includes(`${kind}/${metadata.name}`)) return false;
  if (names.includes(appOf(object) ?? '') || names.includes(annotations[annotation.helmRelease] ?? ''))
    return false;
  if (kind !== 'Secret') return true;
  // Helm's record, the token of the account `default`, and a certificate whose request is deleted.
  return !(
    labels.owner === 'helm' ||
    annotations[annotation.serviceAccount] === 'default' ||
    annotations[annotation.certificateName] !== undefined
  );
}
