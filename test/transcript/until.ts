import { readdirSync, readFileSync } from 'node:fs';

export { until } from '../until.ts';

/** Returns the command lines of all processes whose environment contains `text`, by process id. */
export function processesOf(text: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (!readFileSync(`/proc/${name}/environ`, 'utf8').includes(text)) continue;
      found.set(Number(name), readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim());
    } catch {
      // The process has ended since the folder was listed.
    }
  }
  return found;
}

/** Reads field 4 of `/proc/<pid>/stat`. The name before it, in parentheses, may contain any text. */
export function parentOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]);
}

/** Reads the current and the highest resident memory of a process, in MB. */
export function memoryOf(pid: number): { now: number; highest: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (field: string) => {
    const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    // A finished process stays in /proc, without memory fields, until its parent reads its status.
    if (kilobytes === undefined) throw new Error(`Process ${pid} has ended`);
    return Number(kilobytes) / 1024;
  };
  return { now: megabytes('VmRSS'), highest: megabytes('VmHWM') };
}
