import { existsSync } from 'node:fs';
import { withLock } from '../build/lock.ts';
import { needsRoot } from '../preflight/root.ts';
import type { Settings } from '../settings.ts';
import { readStatus } from '../supervisor/status.ts';
import { removeLeftovers } from '../system/leftovers.ts';
import { detail, seconds, step } from '../system/output.ts';
import { end } from '../system/processes.ts';

/** Long enough for a supervisor that ends its components one wave after the other. */
const grace = 30_000;

export async function run(settings: Settings): Promise<number> {
  needsRoot();
  await alone(settings, () => stop(settings));
  return 0;
}

/** Not while another command starts what this one ends. Where no engine ever was, no folder is made to wait in. */
export function alone(settings: Settings, work: () => Promise<void>): Promise<void> {
  return existsSync(settings.state) ? withLock(settings.state, work) : work();
}

/** Ends everything; for a command that has the state folder to itself. */
export async function stop(settings: Settings): Promise<void> {
  const started = Date.now();
  const status = readStatus(settings);
  step(status ? 'Ending the cluster' : 'The cluster is not running: looking for leftovers');
  if (status) await end([status.supervisor], grace);
  await removeLeftovers(settings);
  detail(`done in ${seconds(started)}; the data stays in ${settings.state}`);
}
