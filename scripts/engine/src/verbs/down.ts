import { existsSync } from 'node:fs';
import { withLock } from '../build/lock.ts';
import { needsRoot } from '../preflight/root.ts';
import type { Settings } from '../settings.ts';
import { readStatus } from '../supervisor/status.ts';
import { removeLeftovers } from '../system/leftovers.ts';
import { detail, seconds, step } from '../system/output.ts';
import { stopProcesses } from '../system/processes.ts';

/** The supervisor stops its components in several waves. */
const graceMs = 30_000;

export async function run(settings: Settings): Promise<number> {
  needsRoot();
  await alone(settings, () => stop(settings));
  return 0;
}

/** Waits for other commands of the same engine. Where no engine ever was, there is no folder for a lock. */
export function alone(settings: Settings, work: () => Promise<void>): Promise<void> {
  return existsSync(settings.state) ? withLock(settings.state, work) : work();
}

/** Stops everything; for a command that holds the lock of the state folder. */
export async function stop(settings: Settings): Promise<void> {
  const started = Date.now();
  const status = readStatus(settings);
  step(status ? 'Stopping the cluster' : 'The cluster is not running: deleting leftovers');
  if (status) await stopProcesses([status.supervisor], graceMs);
  await removeLeftovers(settings);
  detail(`done in ${seconds(started)}; the data is kept in ${settings.state}`);
}
