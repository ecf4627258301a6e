import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Failure } from '../core/failure.ts';
import { uninstall } from '../helm/history.ts';
import { renderManifest } from '../helm/render.ts';
import { repairPending } from '../helm/repair.ts';
import { upgrade } from '../helm/upgrade.ts';
import type { Kube } from '../kube/kube.ts';
import { dryRunAll } from '../kube/many.ts';
import { describe } from '../kube/resources.ts';
import type { KubeObject } from '../kube/types.ts';
import type { StorageEntry } from '../state/storage-entries.ts';
import { releaseOf, type StorageContext, storageHelm } from './context.ts';
import { claimRef, getClaim, getVolume, volumeRef } from './objects.ts';

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
export function render(context: StorageContext, entry: StorageEntry): Promise<string> {
  const { signal } = context;
  return withWorkFolder((workDir) =>
    renderManifest(
      storageHelm(context),
      { ...releaseOf(entry), values: valuesOf(entry), workDir },
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
  const objects = parseAllDocuments(manifest).map((document) => document.toJS() as KubeObject);
  const refusals = await dryRunAll(kube, objects, { signal });
  if (refusals.length === 0) return;
  throw new Failure(`The cluster refuses the storage entry ${entry.name}`, {
    code: 'storage.refused',
    details: refusals.map(({ ref, message }) => `${describe(ref)}: ${message}`),
  });
}

/** Brings claim and volume of an entry to the cluster, as one Helm release. */
export async function install(
  context: StorageContext,
  entry: StorageEntry,
  rendered?: string,
): Promise<void> {
  const manifest = rendered ?? (await render(context, entry));
  await withWorkFolder((workDir) =>
    upgrade(
      storageHelm(context),
      { ...releaseOf(entry), values: valuesOf(entry), manifest, workDir },
      { signal: context.signal },
    ),
  );
}

async function withWorkFolder<T>(use: (workDir: string) => Promise<T>): Promise<T> {
  const workDir = await mkdtemp(join(tmpdir(), 'dokku-storage-'));
  try {
    return await use(workDir);
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** Frees a Helm release that a dead process left in the middle of an operation. */
export async function freePending(context: StorageContext, entry: StorageEntry): Promise<void> {
  await repairPending(storageHelm(context), releaseOf(entry), { signal: context.signal });
}

/** Removes the Helm release, which leaves claim and volume alone. */
export async function uninstallRelease(context: StorageContext, entry: StorageEntry): Promise<void> {
  await uninstall(storageHelm(context), releaseOf(entry), {});
}

/**
 * Takes back what `install` made, also half of it. Claim and volume go only when they are of this entry's release and
 * were not there before.
 */
export async function takeBack(
  context: StorageContext,
  entry: StorageEntry,
  { keepVolume }: { keepVolume: boolean },
): Promise<void> {
  const kube = await context.kube();
  const { release } = releaseOf(entry);
  // Not the caller's signal: its end may be what brought us here.
  const signal = AbortSignal.timeout(30_000);
  await uninstallRelease(context, entry);
  const ours = (object: { metadata: { annotations?: Record<string, string> } } | undefined) =>
    object?.metadata.annotations?.['meta.helm.sh/release-name'] === release;
  if (!entry.adopted && ours(await getClaim(kube, entry, { signal })))
    await kube.delete(claimRef(entry), { signal });
  if (!keepVolume && entry.hostPath !== '' && ours(await getVolume(kube, entry.name, { signal })))
    await kube.delete(volumeRef(entry.name), { signal });
}
