import { formatQuantity, readMemory } from '../../core/quantity.ts';
import type { PodVolume, VolumeMount } from '../../kube/types.ts';
import { EVERY_PROCESS } from '../../state/apps/docker-options.ts';
import type { MountPhase } from '../../state/apps/mounts.ts';
import type { ResolveContext } from '../context.ts';
import type { MountSetting } from './mount-rules.ts';

interface Volumes {
  volumes: PodVolume[];
  volumeMounts: VolumeMount[];
}

/** Returns the volumes of a pod and their mounts: shared memory if a size is set, then storage. */
export function volumesOf(context: ResolveContext, phase: MountPhase, process: string): Volumes {
  const shared = sharedMemory(context);
  const storage = storageOf(mountsOf(context.input.settings.storage, phase, process));
  return {
    volumes: [...shared.volumes, ...storage.volumes],
    volumeMounts: [...shared.volumeMounts, ...storage.volumeMounts],
  };
}

/** Returns the mounts for the containers of a phase and a process type or scheduled task. */
export function mountsOf(
  mounts: readonly MountSetting[],
  phase: MountPhase,
  process: string,
): MountSetting[] {
  return mounts.filter(
    ({ phases, processType }) => phases.includes(phase) && [EVERY_PROCESS, process].includes(processType),
  );
}

/** Returns one volume for each entry, even if the entry is mounted several times. */
function storageOf(mounts: readonly MountSetting[]): Volumes {
  return {
    volumes: [...new Set(mounts.map(({ entry }) => entry))].map((claimName) => ({
      name: claimName,
      persistentVolumeClaim: { claimName },
    })),
    volumeMounts: mounts.map(({ entry, containerPath, subpath, readonly }) => ({
      name: entry,
      mountPath: containerPath,
      ...(subpath !== '' && { subPath: subpath }),
      ...(readonly && { readOnly: true }),
    })),
  };
}

function sharedMemory(context: ResolveContext): Volumes {
  const { app, settings } = context.input;
  if (settings.shmSize === '') return { volumes: [], volumeMounts: [] };
  const reading = readMemory(settings.shmSize);
  if ('problem' in reading) {
    context.problem(
      `shm-size "${settings.shmSize}" ${reading.problem}`,
      `scheduler-k3s:set ${app} shm-size 64Mi`,
    );
    return { volumes: [], volumeMounts: [] };
  }
  return {
    volumes: [{ name: 'shmem', emptyDir: { medium: 'Memory', sizeLimit: formatQuantity(reading.quantity) } }],
    volumeMounts: [{ name: 'shmem', mountPath: '/dev/shm' }],
  };
}
