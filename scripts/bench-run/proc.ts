import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process; source: proc(5), `VmRSS` in kB. */
export function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(status.match(/^VmRSS:\s+(\d+) kB$/m)![1]) / 1024;
}

export function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}

/** Waits until a process has used no processor time for half a second: it has finished loading. */
export async function settled(pid: number): Promise<void> {
  for (let before = -1, quiet = 0; quiet < 5; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const used = processorTicks(pid);
    quiet = used === before ? quiet + 1 : 0;
    before = used;
  }
}

/** Fields 14 and 15 of `/proc/<pid>/stat`; source: proc(5). */
function processorTicks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
