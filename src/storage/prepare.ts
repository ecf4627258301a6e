import type { Kube } from '../kube/kube.ts';
import type { KubeObject, Ref } from '../kube/types.ts';
import type { StorageEntry } from '../state/storage-entries.ts';
import type { Found } from './cluster-checks.ts';
import { releaseOf } from './context.ts';
import { claimRef, volumeRef } from './objects.ts';

/** Objects that were there before their entry, changed so that its release can have them. */
export interface Borrowed {
  giveBack(): Promise<void>;
}

/** Marks an adopted claim and a kept volume as the release's, as Helm wants it, and frees the volume of its last claim. */
export async function borrow(
  kube: Kube,
  entry: StorageEntry,
  { claim, volume }: Found,
  signal: AbortSignal,
): Promise<Borrowed> {
  const backs: (() => Promise<unknown>)[] = [];
  const lend = async (ref: Ref, object: KubeObject) => {
    await kube.patch(ref, { metadata: ownership(entry) }, { signal });
    backs.push(() => kube.patch(ref, { metadata: metadataBefore(entry, object) }));
  };
  if (claim) await lend(claimRef(entry), claim);
  if (volume && entry.hostPath !== '') await lend(volumeRef(entry.name), volume);
  if (volume && !claim) {
    const ref = volumeRef(volume.metadata.name);
    const before = volume.spec.claimRef ?? null;
    // Without the identity of its last claim the volume is free for the one that comes.
    const { namespace, name } = entry;
    const next = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      namespace,
      name,
      uid: null,
      resourceVersion: null,
    };
    await kube.patch(ref, { spec: { claimRef: next } }, { signal });
    backs.push(() => kube.patch(ref, { spec: { claimRef: before } }));
  }
  return {
    giveBack: async () => {
      for (const back of backs.toReversed()) await back();
    },
  };
}

function ownership(entry: StorageEntry) {
  const { release, namespace } = releaseOf(entry);
  return {
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: { 'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': namespace },
  };
}

/** Every key that the entry puts on an object, with the value that it had before, or `null`. */
function metadataBefore(entry: StorageEntry, { metadata }: KubeObject) {
  const ours = ownership(entry);
  const labels = {
    ...ours.labels,
    ...entry.labels,
    'app.kubernetes.io/name': '',
    'dokku.com/storage-entry': '',
  };
  const annotations = {
    ...ours.annotations,
    ...entry.annotations,
    'dokku.com/managed': '',
    'helm.sh/resource-policy': '',
  };
  const before = (map: Record<string, string>, old: Record<string, string> = {}) =>
    Object.fromEntries(Object.keys(map).map((key) => [key, old[key] ?? null]));
  return { labels: before(labels, metadata.labels), annotations: before(annotations, metadata.annotations) };
}
