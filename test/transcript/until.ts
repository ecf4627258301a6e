import { readdirSync, readFileSync } from 'node:fs';

export { until } from '../until.ts';

/** Command lines of the processes whose environment holds `text`, by process id. */
export function processesOf(text: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (!readFileSync(`/proc/${name}/environ`, 'utf8').includes(text)) continue;
      found.set(Number(name), readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim());
    } catch {
      // It ended meanwhile.
    }
  }
  return found;
}

/** Field 4 of `/proc/<pid>/stat`; the name before it, in parentheses, may hold anything. */
export function parentOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]);
}

/** Resident memory of a process in MB, now and at its highest. */
export function memoryOf(pid: number): { now: number; highest: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (field: string) => {
    const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    // One that has ended is there until its parent looks, without any memory.
    if (kilobytes === undefined) throw new Error(`Process ${pid} has ended`);
    return Number(kilobytes) / 1024;
  };
  return { now: megabytes('VmRSS'), highest: megabytes('VmHWM') };
}
