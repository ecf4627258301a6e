import type { Mount, MountPhase } from '../../state/apps/mounts.ts';
import type { ReleaseSpec } from '../types.ts';
import type { MountSetting } from './mount-rules.ts';

/** Returns the fields of a mount that a release record stores, without those of its entry and of other apps. */
export function recordedMount(mount: MountSetting): Mount {
  const { entry, containerPath, processType, phases, subpath, readonly, volumeOptions, volumeChown } = mount;
  return { entry, containerPath, processType, phases, subpath, readonly, volumeOptions, volumeChown };
}

/** Returns the mounts of a release: from its record, or from its pods if an older version stored the record. */
export function mountsOfRelease(spec: ReleaseSpec): Mount[] {
  return spec.mounts ?? mountsInPods(spec);
}

/** Returns the mounts in the pods of a release, one for each process type and task. */
function mountsInPods({ processes, cron, task }: ReleaseSpec): Mount[] {
  return [
    ...processes.flatMap((process) => mountsOfContainer(process, 'deploy', process.name)),
    ...cron.flatMap((each) => mountsOfContainer(each, 'deploy', each.id)),
    ...mountsOfContainer(task, 'run', 'run'),
  ];
}

/** Returns the storage mounts of a container. Every claim in a pod belongs to the storage entry of the same name. */
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
