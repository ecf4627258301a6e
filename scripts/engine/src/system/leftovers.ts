import { rmSync } from 'node:fs';
import { removeStrayFiles } from '../network/cleanup.ts';
import { removeInterfaces } from '../network/interfaces.ts';
import { restoreMachine } from '../network/machine-state.ts';
import { removeNamespaces } from '../node/namespace.ts';
import type { Settings } from '../settings.ts';
import { recordedProcesses } from '../supervisor/records.ts';
import { cgroupProcesses, removeCgroup } from './cgroups.ts';
import { unmountBelow } from './mounts.ts';
import { stopProcesses } from './processes.ts';
import { shimsOf } from './shims.ts';
import { waitFor } from './wait.ts';

const graceMs = 3000;

/**
 * Stops every process of an engine and deletes everything that the engine created on the machine, except its data.
 * `down` ends with it, and `up` begins with it when an engine or another `up` was killed.
 */
export async function removeLeftovers(settings: Settings): Promise<void> {
  await stopProcesses(recordedProcesses(settings), graceMs);
  // Before their shims, so that programs in pods have a moment to finish.
  await stopProcesses(cgroupProcesses(`/${settings.instance}`), graceMs);
  await stopProcesses(shimsOf(settings.paths.run), graceMs);
  await unmountBelow(settings.state);
  await removeNamespaces(settings);
  await removeInterfaces(settings);
  await restoreMachine(settings);
  await emptyCgroup(settings);
  await removeStrayFiles(settings);
  rmSync(settings.paths.run, { recursive: true, force: true });
}

async function emptyCgroup(settings: Settings): Promise<void> {
  const path = `/${settings.instance}`;
  const gone = () => {
    removeCgroup(path);
    return cgroupProcesses(path).length === 0;
  };
  await waitFor(`the end of the processes in ${path}`, gone, { timeout: 10_000, interval: 50 });
}
