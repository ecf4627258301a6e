import type { Mount, MountPhase } from '../../state/apps/mounts.ts';
import type { ReleaseSpec } from '../types.ts';
import type { MountSetting } from './mount-rules.ts';

/** A mount without what its entry and other apps add to it: what the record of a release keeps. */
export function recordedMount(mount: MountSetting): Mount {
  const { entry, containerPath, processType, phases, subpath, readonly, volumeOptions, volumeChown } = mount;
  return { entry, containerPath, processType, phases, subpath, readonly, volumeOptions, volumeChown };
}

/** The mounts of a release, which its record keeps; those of an older record are found in its pods. */
export function mountsOfRelease(spec: ReleaseSpec): Mount[] {
  return spec.mounts ?? mountsInPods(spec);
}

/** What the pods of a release mount, as mounts of single process types and tasks. */
function mountsInPods({ processes, cron, task }: ReleaseSpec): Mount[] {
  return [
    ...processes.flatMap((process) => mountsOfContainer(process, 'deploy', process.name)),
    ...cron.flatMap((each) => mountsOfContainer(each, 'deploy', each.id)),
    ...mountsOfContainer(task, 'run', 'run'),
  ];
}

/** Every claim in a pod is that of a storage entry, under the name of the entry. */
function mountsOfContainer(
  { volumes, volumeMounts }: Pick<ReleaseSpec['task'], 'volumes' | 'volumeMounts'>,
  phase: MountPhase,
  processType: string,
): Mount[] {
  const claims = new Set(volumes.filter((volume) => volume.persistentVolumeClaim).map(({ name }) => name));
  return volumeMounts
    .filter(({ name }) => claims.has(name))
    .map(({ name, mountPath, subPath = '', readOnly = false }) => ({
      entry: name,
      containerPath: mountPath,
      processType,
      phases: [phase],
      subpath: subPath,
      readonly: readOnly,
      volumeOptions: '',
      volumeChown: '',
    }));
}
