import { Failure } from '../../core/failure.ts';
import { annotation, label } from '../../core/labels.ts';
import { parseQuantity } from '../../core/quantity.ts';
import type { Kube } from '../../kube/kube.ts';
import type { KubeObject, PersistentVolume, PersistentVolumeClaim } from '../../kube/types.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { entryRelease } from '../context.ts';
import { noSuchVolume } from '../entry/from-cluster.ts';
import { defaultClass, getClaim, getVolume, listClasses } from '../objects.ts';

/** The objects of an entry that exist in the cluster before its create. */
export interface ExistingObjects {
  claim: PersistentVolumeClaim | undefined;
  /** The volume that the claim is to adopt: the one of --volume, or a retained one of the same name. */
  volume: PersistentVolume | undefined;
}

/** Checks whether the cluster allows a new entry. Nothing is changed. */
export async function checkCluster(
  kube: Kube,
  entry: StorageEntry,
  { adopt, signal }: { adopt: boolean; signal: AbortSignal },
): Promise<ExistingObjects> {
  const [claim, volume, namespace] = await Promise.all([
    getClaim(kube, entry, { signal }),
    entry.hostPath !== '' || entry.volume !== ''
      ? getVolume(kube, entry.volume || entry.name, { signal })
      : undefined,
    kube.get<KubeObject>({ apiVersion: 'v1', kind: 'Namespace', name: entry.namespace }, { signal }),
  ]);
  if (namespace?.metadata.deletionTimestamp)
    throw refused(
      `The namespace ${entry.namespace} is being deleted`,
      'Try again when the namespace is deleted',
    );
  if (claim) checkClaim(entry, claim, adopt);
  else if (adopt)
    throw refused(
      `Namespace ${entry.namespace} has no claim ${entry.name} to adopt`,
      'Omit --adopt to create a claim',
    );
  else if (entry.hostPath !== '') checkFolderVolume(entry, volume);
  else if (entry.volume !== '') checkFreeVolume(entry, volume);
  else await checkClass(kube, entry, signal);
  return { claim, volume };
}

function checkClaim(entry: StorageEntry, claim: PersistentVolumeClaim, adopt: boolean): void {
  if (claim.metadata.deletionTimestamp)
    throw refused(
      `The claim ${entry.name} in namespace ${entry.namespace} is being deleted`,
      `Try again when no pod uses the claim. See the pods: kubectl --namespace ${entry.namespace} get pods`,
    );
  if (!adopt)
    throw refused(
      `A claim ${entry.name} already exists in namespace ${entry.namespace}`,
      `Adopt the claim with its data: dokku storage:create ${entry.name} --adopt · or choose another name`,
    );
  const release = claim.metadata.annotations?.[annotation.helmRelease];
  if (release && release !== entryRelease(entry).release)
    throw refused(
      `The claim ${entry.name} belongs to the Helm release ${release}`,
      'A claim that another program manages cannot be adopted',
    );
}

async function checkClass(kube: Kube, entry: StorageEntry, signal: AbortSignal): Promise<void> {
  const classes = await listClasses(kube, { signal });
  const names = classes.map(({ metadata }) => metadata.name).sort();
  const listed = names.length > 0 ? `The cluster has: ${names.join(', ')}` : 'The cluster has none';
  if (entry.storageClass === '') {
    if (defaultClass(classes)) return;
    throw refused('The cluster has no default storage class', 'Choose a class with --storage-class-name', [
      listed,
    ]);
  }
  if (names.includes(entry.storageClass)) return;
  throw refused(
    `The cluster has no storage class ${entry.storageClass}`,
    'Choose one of these classes, or omit --storage-class-name for the default',
    [listed],
  );
}

/** Checks an existing volume with the entry's name. A destroyed entry whose data is kept leaves such a volume. */
function checkFolderVolume(entry: StorageEntry, volume: PersistentVolume | undefined): void {
  if (!volume) return;
  const ours = volume.metadata.labels?.[label.storageEntry] === entry.name;
  if (!ours || volume.status?.phase === 'Bound')
    throw refused(
      `A volume ${entry.name} already exists in the cluster${volume.spec.claimRef ? `, of the claim ${volume.spec.claimRef.name} in namespace ${volume.spec.claimRef.namespace}` : ''}`,
      'Choose another name',
    );
  if (volume.spec.hostPath?.path === entry.hostPath) return;
  throw refused(
    `A volume ${entry.name} was kept for the folder ${volume.spec.hostPath?.path}`,
    `Use that folder, or delete the volume, which keeps the folder: kubectl delete persistentvolume ${entry.name}`,
  );
}

function checkFreeVolume(entry: StorageEntry, volume: PersistentVolume | undefined): void {
  if (!volume) throw noSuchVolume(entry.volume);
  const phase = volume.status?.phase;
  if (phase !== 'Released' && phase !== 'Available')
    throw refused(
      `The volume ${entry.volume} cannot be adopted: its phase is ${phase}${volume.spec.claimRef ? `, claim ${volume.spec.claimRef.name} in namespace ${volume.spec.claimRef.namespace}` : ''}`,
      'Only a volume that no claim uses can be adopted',
    );
  const problems: string[] = [];
  const { capacity, accessModes = [], storageClassName = '' } = volume.spec;
  if (parseQuantity(entry.size)!.nano > (parseQuantity(capacity?.storage ?? '0')?.nano ?? 0n))
    problems.push(`its size is ${capacity?.storage}, and --size is ${entry.size}`);
  if (!accessModes.includes(entry.accessMode || 'ReadWriteOnce'))
    problems.push(`its access modes are ${accessModes.join(', ')}`);
  if (entry.storageClass !== '' && entry.storageClass !== storageClassName)
    problems.push(`its storage class is ${storageClassName || 'none'}`);
  if (problems.length > 0)
    throw refused(
      `The volume ${entry.volume} does not fit the entry ${entry.name}`,
      'Run the command again with the values of the volume',
      problems,
    );
}

function refused(message: string, hint: string, details: string[] = []): Failure {
  return new Failure(message, { code: 'storage.refused', hint, details });
}
