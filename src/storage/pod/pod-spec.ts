import { label } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import type { NamespacedName, Pod } from '../../kube/types.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import type { Store } from '../../state/store.ts';
import { podsUsing } from '../objects.ts';

/** Path at which the pods of dokku mount an entry. */
export const mountPath = '/data';

/** Returns the image of the pods of dokku. The image needs sh, tar, du and chown. */
export function imageOf(store: Store): string {
  return store.properties.get(GLOBAL, 'storage', 'image') || 'alpine:3';
}

export interface PodOptions {
  image: string;
  command: string[];
  /** User and group of the process and its files; default: those of the image. */
  uid: number | undefined;
  container: string;
  /** Node on which the volume is in use. */
  node?: string;
  subPath?: string;
}

/** Returns the spec of a pod that mounts an entry at `/data` and no other volume. */
export function podSpec(entry: StorageEntry, { image, command, uid, container, node, subPath }: PodOptions) {
  return {
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(node && { nodeName: node }),
    ...(uid !== undefined && { securityContext: securityOf(uid) }),
    containers: [
      {
        name: container,
        image,
        imagePullPolicy: 'IfNotPresent',
        command,
        volumeMounts: [{ name: entry.name, mountPath, ...(subPath && { subPath }) }],
      },
    ],
    volumes: [{ name: entry.name, persistentVolumeClaim: { claimName: entry.name } }],
  };
}

/**
 * Returns user and group of a pod. Root needs no `fsGroup`. With one, the kubelet would change the group of all files.
 */
function securityOf(uid: number) {
  const user = { runAsUser: uid, runAsGroup: uid };
  return uid === 0 ? user : { ...user, fsGroup: uid, fsGroupChangePolicy: 'OnRootMismatch' };
}

export function podLabels(entry: StorageEntry, purpose: string): Record<string, string> {
  return {
    [label.managedBy]: 'dokku',
    [label.storageEntry]: entry.name,
    [label.purpose]: purpose,
  };
}

/** Returns the node on which a ReadWriteOnce volume is in use. Another pod can use the volume only on that node. */
export async function nodeInUse(
  kube: Kube,
  entry: StorageEntry,
  signal: AbortSignal,
): Promise<string | undefined> {
  if ((entry.accessMode || 'ReadWriteOnce') !== 'ReadWriteOnce') return undefined;
  return (await scheduledPodUsing(kube, entry, signal))?.spec.nodeName;
}

/** Returns a pod that uses a claim: a running pod, otherwise a pod that is already scheduled to a node. */
export async function scheduledPodUsing(
  kube: Kube,
  claim: NamespacedName,
  signal: AbortSignal,
): Promise<Pod | undefined> {
  const pods = await podsUsing(kube, claim, { signal });
  return pods.find(({ status }) => status?.phase === 'Running') ?? pods.find(({ spec }) => spec.nodeName);
}
