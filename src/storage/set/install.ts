import { sortableId } from '../../core/ids.ts';
import { annotation } from '../../core/labels.ts';
import { openWorkFolder, sweepWorkFolders } from '../../exec/work-folder.ts';
import { freePending } from '../../helm/free-pending.ts';
import { uninstall } from '../../helm/history.ts';
import { parseManifest } from '../../helm/manifest.ts';
import { renderManifest } from '../../helm/render.ts';
import { upgrade } from '../../helm/upgrade.ts';
import { dryRunAll, refusalFailure } from '../../kube/dry-run.ts';
import type { Kube } from '../../kube/kube.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { entryRelease, type StorageContext, storageHelm } from '../context.ts';

/** Returns the values of the chart. The cluster chooses the unspecified values. */
function valuesOf(entry: StorageEntry): object {
  const { name, size, storageClass, volume, hostPath, labels, annotations } = entry;
  return {
    name,
    size,
    accessMode: entry.accessMode || 'ReadWriteOnce',
    ...(storageClass !== '' && { storageClass }),
    ...(volume !== '' && { volume }),
    ...(hostPath !== '' && { hostPath }),
    reclaimPolicy: entry.reclaimPolicy || 'Retain',
    labels,
    annotations,
  };
}

/** Renders the claim and the volume of an entry with the chart. */
export function renderEntry(context: StorageContext, entry: StorageEntry): Promise<string> {
  const { signal } = context;
  return withWorkFolder(context, (workDir) =>
    renderManifest(
      storageHelm(context),
      { ...entryRelease(entry), values: valuesOf(entry), workDir },
      { signal },
    ),
  );
}

/** Checks by a dry run that the API server accepts claim and volume. Throws a Failure that quotes a refusal. */
export async function dryRunEntry(
  kube: Kube,
  entry: StorageEntry,
  manifest: string,
  signal: AbortSignal,
): Promise<void> {
  // A dry run needs an existing namespace.
  if (!(await kube.get({ apiVersion: 'v1', kind: 'Namespace', name: entry.namespace }, { signal }))) return;
  const refusals = await dryRunAll(kube, parseManifest(manifest).objects, { signal });
  if (refusals.length === 0) return;
  throw refusalFailure(refusals, { what: `the storage entry ${entry.name}`, code: 'storage.refused' });
}

/** Installs claim and volume of an entry as one Helm release. */
export async function installRelease(
  context: StorageContext,
  entry: StorageEntry,
  rendered?: string,
): Promise<void> {
  const manifest = rendered ?? (await renderEntry(context, entry));
  await withWorkFolder(context, (workDir) =>
    upgrade(
      storageHelm(context),
      { ...entryRelease(entry), values: valuesOf(entry), manifest, workDir },
      { signal: context.signal },
    ),
  );
}

async function withWorkFolder<T>(
  { environment }: StorageContext,
  use: (workDir: string) => Promise<T>,
): Promise<T> {
  // Work folders of killed commands contain only names and sizes, but must not stay.
  sweepWorkFolders(environment);
  using work = openWorkFolder(environment, sortableId());
  return await use(work.path);
}

/**
 * Frees a Helm release that a dead process left in the middle of an operation. The objects stay, so the release can be
 * removed and installed again. Helm cannot roll back to an old revision when the claim has grown since then.
 */
export async function freeEntryRelease(context: StorageContext, entry: StorageEntry): Promise<void> {
  const { signal } = context;
  await freePending(storageHelm(context), await context.kube(), entryRelease(entry), {
    signal,
    neverRollBack: true,
  });
}

/** Removes the Helm release and keeps claim and volume. */
export async function uninstallRelease(context: StorageContext, entry: StorageEntry): Promise<void> {
  await uninstall(storageHelm(context), entryRelease(entry), {});
}

/** Whether a claim or volume belongs to the release of an entry. */
export function isOfRelease({ metadata }: KubeObject, entry: StorageEntry): boolean {
  return metadata.annotations?.[annotation.helmRelease] === entryRelease(entry).release;
}
