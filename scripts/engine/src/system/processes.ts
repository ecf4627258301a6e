import { readdirSync, readFileSync } from 'node:fs';
import { waitFor } from './wait.ts';

/** A process. Its start time distinguishes it from a later process with the same number. */
export interface ProcessRecord {
  pid: number;
  started: string;
}

/** Clock ticks since boot at which the process started (field 22 of its stat line), if it is running. */
function startTime(pid: number): string | undefined {
  const fields = statFields(pid);
  return fields && fields[0] !== 'Z' ? fields[19] : undefined;
}

function statFields(pid: number): string[] | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in parentheses and may hold spaces.
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

export function record(pid: number): ProcessRecord | undefined {
  const started = startTime(pid);
  return started === undefined ? undefined : { pid, started };
}

export function alive(process: ProcessRecord | undefined): process is ProcessRecord {
  return process !== undefined && startTime(process.pid) === process.started;
}

export function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}

export function allProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

export function signal(target: ProcessRecord, name: NodeJS.Signals): void {
  if (!alive(target)) return;
  try {
    process.kill(target.pid, name);
  } catch {
    // It ended between the check and the signal.
  }
}

/** Sends SIGTERM to the processes, and SIGKILL to those that are still running after the given time. */
export async function stopProcesses(targets: ProcessRecord[], graceMs: number): Promise<void> {
  for (const target of targets) signal(target, 'SIGTERM');
  const gone = () => !targets.some(alive);
  await waitFor('the end of the processes', gone, { timeout: graceMs, interval: 50 }).catch(() => {});
  for (const target of targets) signal(target, 'SIGKILL');
  await waitFor('the end of the killed processes', gone, { timeout: 10_000, interval: 50 });
}
