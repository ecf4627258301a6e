import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeStrayFiles } from '../network/cleanup.ts';
import { removeInterfaces } from '../network/interfaces.ts';
import { restoreMachine } from '../network/machine-state.ts';
import { removeNamespaces } from '../node/namespace.ts';
import type { Settings } from '../settings.ts';
import { cgroupProcesses, removeCgroup } from './cgroups.ts';
import { readJson } from './files.ts';
import { unmountBelow } from './mounts.ts';
import { alive, end, type ProcessRecord } from './processes.ts';
import { shimsOf } from './shims.ts';
import { waitFor } from './wait.ts';

const grace = 3000;

/**
 * Takes away everything an engine has running or set up, and nothing else; the data stays. It is the end
 * of `down`, and it is how `up` begins when the engine before it was killed.
 */
export async function removeLeftovers(settings: Settings): Promise<void> {
  await end(recordedProcesses(settings), grace);
  // Before their shims, so that programs in pods have a moment to finish.
  await end(cgroupProcesses(`/${settings.instance}`), grace);
  await end(shimsOf(settings.paths.run), grace);
  await unmountBelow(settings.state);
  await removeNamespaces(settings);
  await removeInterfaces(settings);
  await restoreMachine(settings);
  await emptyCgroup(settings);
  await removeStrayFiles(settings);
  rmSync(settings.paths.run, { recursive: true, force: true });
}

/** The processes that a supervisor noted when it started them, as far as they still live. */
function recordedProcesses(settings: Settings): ProcessRecord[] {
  let files: string[] = [];
  try {
    files = readdirSync(settings.paths.records);
  } catch {
    // Nothing was started since the last clean end.
  }
  return files.map((file) => readJson<ProcessRecord>(join(settings.paths.records, file))).filter(alive);
}

async function emptyCgroup(settings: Settings): Promise<void> {
  const path = `/${settings.instance}`;
  const gone = () => {
    removeCgroup(path);
    return cgroupProcesses(path).length === 0;
  };
  await waitFor(`the end of the processes in ${path}`, gone, { timeout: 10_000, interval: 50 });
}
