import { label } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import type { NamespacedName, Pod } from '../../kube/types.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import type { Store } from '../../state/store.ts';
import { podsUsing } from '../objects.ts';

/** Where our own pods mount an entry. */
export const mountPath = '/data';

/** The image of our own pods: it needs sh, tar, du and chown. */
export function imageOf(store: Store): string {
  return store.properties.get(GLOBAL, 'storage', 'image') || 'alpine:3';
}

export interface PodOptions {
  image: string;
  command: string[];
  /** User and group of the process and its files; the image's own when absent. */
  uid: number | undefined;
  container: string;
  /** The node that the volume is in use on. */
  node?: string;
  subPath?: string;
}

/** A pod's spec that has an entry at `/data` and nothing else. */
export function podSpec(entry: StorageEntry, { image, command, uid, container, node, subPath }: PodOptions) {
  return {
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
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

/** Root needs no group of the files, and with one the kubelet would change the group of all of them. */
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

/** A volume for one node only can be joined only there. */
export async function nodeInUse(
  kube: Kube,
  entry: StorageEntry,
  signal: AbortSignal,
): Promise<string | undefined> {
  if ((entry.accessMode || 'ReadWriteOnce') !== 'ReadWriteOnce') return undefined;
  return (await podWith(kube, entry, signal))?.spec.nodeName;
}

/** A pod that has a claim; one that has its node but does not run yet will have it there. */
export async function podWith(
  kube: Kube,
  claim: NamespacedName,
  signal: AbortSignal,
): Promise<Pod | undefined> {
  const pods = await podsUsing(kube, claim, { signal });
  return pods.find(({ status }) => status?.phase === 'Running') ?? pods.find(({ spec }) => spec.nodeName);
}
