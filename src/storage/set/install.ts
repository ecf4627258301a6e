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

/** The chart's values; what was not said is left to the cluster. */
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

/** Claim and volume of an entry as the chart renders them. */
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

/** Asks the API server whether it would take claim and volume; its own words are the reason when it would not. */
export async function tryOut(
  kube: Kube,
  entry: StorageEntry,
  manifest: string,
  signal: AbortSignal,
): Promise<void> {
  // What lives in a namespace that is not there yet cannot be tried.
  if (!(await kube.get({ apiVersion: 'v1', kind: 'Namespace', name: entry.namespace }, { signal }))) return;
  const refusals = await dryRunAll(kube, parseManifest(manifest).objects, { signal });
  if (refusals.length === 0) return;
  throw refusalFailure(refusals, { what: `the storage entry ${entry.name}`, code: 'storage.refused' });
}

/** Brings claim and volume of an entry to the cluster, as one Helm release. */
export async function install(
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
  // What a killed command has left holds no more than names and sizes, but it should not lie there.
  sweepWorkFolders(environment);
  using work = openWorkFolder(environment, sortableId());
  return await use(work.path);
}

/**
 * Frees a Helm release that a dead process left in the middle of an operation. Its objects stay, so it can simply be
 * removed and installed again; Helm could not roll back to an old revision when its claim has grown since.
 */
export async function freeEntryRelease(context: StorageContext, entry: StorageEntry): Promise<void> {
  const { signal } = context;
  await freePending(storageHelm(context), await context.kube(), entryRelease(entry), {
    signal,
    neverRollBack: true,
  });
}

/** Removes the Helm release, which leaves claim and volume alone. */
export async function uninstallRelease(context: StorageContext, entry: StorageEntry): Promise<void> {
  await uninstall(storageHelm(context), entryRelease(entry), {});
}

/** Whether a claim or volume belongs to the release of an entry. */
export function isOfRelease({ metadata }: KubeObject, entry: StorageEntry): boolean {
  return metadata.annotations?.[annotation.helmRelease] === entryRelease(entry).release;
}
