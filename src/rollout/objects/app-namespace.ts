import { Failure } from '../../core/failure.ts';
import { label, managed, podSecurityLabel } from '../../core/labels.ts';
import { isConflict } from '../../kube/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import type { KubeObject, Pod, Ref } from '../../kube/types.ts';
import { waitFor } from '../../kube/wait.ts';
import { weakerLevel } from '../../release/policy/enforced-level.ts';
import { type Level, levels, levelsVersion } from '../../release/policy/violation.ts';
import { appOf } from './ownership.ts';

// A namespace that dokku created for one app has a label that names the app. Only such a namespace gets the labels of
// Pod Security Admission, and is deleted with the app.

/** Time limit for the deletion of a namespace that an earlier command began. */
const deletionTimeoutMs = 120_000;

/** The namespace of a release. */
export interface ReleaseNamespace {
  name: string;
  app: string;
  /** The names of the app: two until a rename is finished. */
  names: readonly string[];
  /** The settings give the app a namespace of its own. */
  isOwn: boolean;
  /** Returns the other apps in the namespace. */
  otherApps: () => readonly string[];
  /** The level that the API server can enforce. */
  level: Level;
}

/**
 * Creates the namespace of an app, or adopts a namespace that dokku created for no particular app. The enforced level
 * still allows the pods of the serving version. A shared namespace stays unchanged.
 */
export async function prepareNamespace(
  kube: Kube,
  wanted: ReleaseNamespace,
  signal: AbortSignal,
): Promise<void> {
  const { name, app, names, isOwn, level } = wanted;
  const found = await getNamespace(kube, name, signal);
  if (found?.metadata.deletionTimestamp && isOwn) {
    await waitUntilNamespaceDeleted(kube, name, signal);
    return createNamespace(kube, wanted, signal);
  }
  if (!found) return isOwn ? createNamespace(kube, wanted, signal) : undefined;
  if (isNamespaceOf(found, names)) {
    await setLabels(kube, found, labelsOf(app, weakerLevel(level, levelOf(found))), signal);
  } else if (isOwn) {
    await refuseForeignNamespace(kube, found, wanted, signal);
    await setLabels(kube, found, labelsOf(app, level), signal);
  }
}

/** Returns whether dokku created a namespace for the app with one of these names. */
export function isNamespaceOf(found: KubeObject, names: readonly string[]): boolean {
  return isManagedNamespace(found) && names.includes(appOf(found) ?? '');
}

export function getNamespace(kube: Kube, name: string, signal: AbortSignal): Promise<KubeObject | undefined> {
  return kube.get<KubeObject>(namespaceRef(name), { signal });
}

/** Sets the enforced level when the new version serves and no pod of the old one is needed any more. */
export async function enforceLevel(
  kube: Kube,
  { name, app, names, level }: ReleaseNamespace,
  signal: AbortSignal,
): Promise<void> {
  const found = await getNamespace(kube, name, signal);
  if (found && isNamespaceOf(found, names)) await setLabels(kube, found, labelsOf(app, level), signal);
}

/** The pods of storage entries change owners of files as root, which the level restricted does not allow. */
export async function allowStoragePods(kube: Kube, name: string, signal: AbortSignal): Promise<void> {
  const found = await getNamespace(kube, name, signal);
  if (!found || !isManagedNamespace(found) || found.metadata.labels?.[enforce] !== 'restricted') return;
  await setLabels(kube, found, levelLabels('baseline'), signal);
}

/** Labels a namespace that an app keeps after its rename with the new name. */
export async function renameOwner(
  kube: Kube,
  name: string,
  { from, to }: { from: string; to: string },
  signal: AbortSignal,
): Promise<void> {
  const found = await getNamespace(kube, name, signal);
  if (found && isNamespaceOf(found, [from])) await setLabels(kube, found, { [label.partOf]: to }, signal);
}

/** Removes the name of the app from a namespace that stays without the app. Another app may adopt the namespace. */
export async function removeOwner(kube: Kube, name: string, signal: AbortSignal): Promise<void> {
  await kube.patch(namespaceRef(name), { metadata: { labels: { [label.partOf]: null } } }, { signal });
}

async function createNamespace(kube: Kube, wanted: ReleaseNamespace, signal: AbortSignal): Promise<void> {
  const { name, app, level } = wanted;
  const labels = { ...managed, ...labelsOf(app, level) };
  try {
    await kube.create(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, annotations: managed } },
      { signal },
    );
  } catch (error) {
    // Another command has just created the namespace.
    if (!isConflict(error)) throw error;
    await prepareNamespace(kube, wanted, signal);
  }
}

/** Refuses a namespace of others: labels and policies would apply to their objects. */
async function refuseForeignNamespace(
  kube: Kube,
  found: KubeObject,
  { name, app, names, otherApps }: ReleaseNamespace,
  signal: AbortSignal,
): Promise<void> {
  // Who deploys the app may not know of other apps, so the reasons do not name them.
  const reasons: string[] = [];
  if (!isManagedNamespace(found)) reasons.push('The namespace was not created by dokku');
  else {
    const pods = await countForeignPods(kube, name, names, signal);
    if (appOf(found) !== undefined) reasons.push('The namespace was created for another app');
    if (otherApps().length > 0) reasons.push('Another app is in the namespace');
    if (pods > 0) reasons.push(`${pods} ${pods === 1 ? 'pod is' : 'pods are'} not of ${app}`);
  }
  if (reasons.length === 0) return;
  throw new Failure(`${app} cannot have the namespace ${name} for itself`, {
    code: 'release.namespace',
    details: reasons,
    hint: [
      `Share the namespace: dokku scheduler-k3s:set ${app} namespace ${name}`,
      `Or choose another namespace: dokku scheduler-k3s:set ${app} namespace <name>`,
      ...(isManagedNamespace(found)
        ? []
        : [`Or hand the namespace over to dokku: kubectl label namespace ${name} ${label.managed}=true`]),
    ],
  });
}

/** Counts the pods that belong neither to the app nor to a storage entry. */
async function countForeignPods(
  kube: Kube,
  namespace: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const pods = await kube.list<Pod>(
    { apiVersion: 'v1', kind: 'Pod', namespace },
    { signal, metadataOnly: true },
  );
  return pods.filter((pod) => !names.includes(appOf(pod) ?? '') && !pod.metadata.labels?.[label.storageEntry])
    .length;
}

async function waitUntilNamespaceDeleted(kube: Kube, name: string, signal: AbortSignal): Promise<void> {
  const selector = { apiVersion: 'v1', kind: 'Namespace', fieldSelector: `metadata.name=${name}` };
  try {
    await waitFor(kube, selector, (found) => (found.length === 0 ? true : undefined), {
      signal,
      timeout: deletionTimeoutMs,
      what: `the namespace ${name} to be deleted`,
    });
  } catch (cause) {
    if (!(cause instanceof Failure) || cause.code !== 'kube.timeout') throw cause;
    throw new Failure(`The namespace ${name} is still being deleted after ${deletionTimeoutMs / 1000} s`, {
      code: 'release.namespace',
      hint: `Find out which objects remain: kubectl describe namespace ${name} · then deploy again`,
      cause,
    });
  }
}

async function setLabels(
  kube: Kube,
  { metadata }: KubeObject,
  labels: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  if (Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value)) return;
  await kube.patch(namespaceRef(metadata.name), { metadata: { labels } }, { signal });
}

function isManagedNamespace({ metadata }: KubeObject): boolean {
  return metadata.labels?.[label.managed] === 'true';
}

function namespaceRef(name: string): Ref {
  return { apiVersion: 'v1', kind: 'Namespace', name };
}

function labelsOf(app: string, level: Level): Record<string, string> {
  return { [label.managedBy]: 'dokku', [label.partOf]: app, ...levelLabels(level) };
}

const enforce = `${podSecurityLabel}enforce`;

function levelLabels(level: Level): Record<string, string> {
  return Object.fromEntries(
    ['enforce', 'audit', 'warn'].flatMap((mode) => [
      [`${podSecurityLabel}${mode}`, level],
      [`${podSecurityLabel}${mode}-version`, levelsVersion],
    ]),
  );
}

/** Without a label, the API server enforces nothing that dokku knows. */
function levelOf({ metadata }: KubeObject): Level {
  return levels.find((level) => level === metadata.labels?.[enforce]) ?? 'privileged';
}
