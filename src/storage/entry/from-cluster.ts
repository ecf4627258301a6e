import { Failure } from '../../core/failure.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import type { StorageContext } from '../context.ts';
import { getClaim, getVolume } from '../objects.ts';

/** Returns the specified fields of an entry. An empty field was not specified. */
export function specifiedFields(entry: StorageEntry): Partial<StorageEntry> {
  const { adopted: _, chownPending: __, ...fields } = entry;
  const isSpecified = (value: unknown) =>
    value !== '' && (typeof value !== 'object' || Object.keys(value as object).length > 0);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isSpecified(value)));
}

/** Sets each unspecified field to the value of the existing claim or volume. */
export async function completeFromCluster(
  context: StorageContext,
  asked: StorageEntry,
  adopt: boolean,
): Promise<StorageEntry> {
  if (adopt) return completeFromClaim(context, asked);
  return asked.volume === '' ? asked : completeFromVolume(context, asked);
}

async function completeFromVolume(
  { kube, signal }: StorageContext,
  asked: StorageEntry,
): Promise<StorageEntry> {
  const volume = await getVolume(await kube(), asked.volume, { signal });
  // This error comes first. Otherwise a mistyped volume name would be reported as several missing fields.
  if (!volume) throw noSuchVolume(asked.volume);
  const { capacity, accessModes, storageClassName = '' } = volume.spec;
  return {
    ...asked,
    size: asked.size || capacity?.storage || '',
    accessMode: asked.accessMode || accessModes?.[0] || '',
    storageClass: asked.storageClass || storageClassName,
  };
}

export function noSuchVolume(name: string): Failure {
  return new Failure(`The cluster has no volume ${name}`, {
    code: 'storage.refused',
    hint: 'List the volumes with: kubectl get persistentvolumes',
  });
}

async function completeFromClaim(
  { kube, signal }: StorageContext,
  asked: StorageEntry,
): Promise<StorageEntry> {
  const claim = await getClaim(await kube(), asked, { signal });
  if (!claim) return { ...asked, size: asked.size || '1Gi' };
  const as = {
    ...asked,
    size: claim.spec.resources?.requests?.storage ?? '',
    accessMode: claim.spec.accessModes?.[0] ?? '',
    storageClass: claim.spec.storageClassName ?? '',
  };
  refuseMismatch(asked, as);
  return as;
}

const flags = { size: '--size', accessMode: '--access-mode', storageClass: '--storage-class-name' } as const;

function refuseMismatch(asked: StorageEntry, as: StorageEntry): void {
  const wrong = (Object.keys(flags) as (keyof typeof flags)[]).filter(
    (key) => asked[key] !== '' && asked[key] !== as[key],
  );
  if (wrong.length === 0) return;
  throw new Failure(`The claim ${asked.name} does not match the flags; nothing was changed`, {
    code: 'storage.different',
    details: wrong.map((key) => `${flags[key]} is ${asked[key]}; the claim has ${as[key] || 'none'}`),
    hint: 'Omit these flags: an adopted claim keeps its values',
  });
}
