import { isBuilt } from '../build/cache.ts';
import { freeBytes } from '../build/disk.ts';
import { programs } from '../build/programs.ts';
import type { Settings } from '../settings.ts';
import { readText } from '../system/files.ts';

const gigabyte = 1024 ** 3;
/** The whole cluster takes about one gigabyte; apps and builds want room too. */
const memoryNeeded = 2 * gigabyte;
const stateNeeded = 3 * gigabyte;
/** The largest program with its dependencies, when caches are dropped in between. */
const compileNeeded = 8 * gigabyte;

export function lacks(settings: Settings): string[] {
  const complaints: string[] = [];
  const available = Number(/^MemAvailable:\s+(\d+) kB/m.exec(readText('/proc/meminfo'))?.[1] ?? 0) * 1024;
  if (available < memoryNeeded)
    complaints.push(`${show(available)} of memory are available, ${show(memoryNeeded)} needed`);
  const compiles = programs.some((program) => !program.addon && !isBuilt(settings, program));
  const folders: [string, number][] = [
    [settings.state, stateNeeded],
    [settings.cache, compiles ? compileNeeded : gigabyte / 2],
  ];
  for (const [folder, needed] of folders) {
    const free = freeBytes(folder);
    if (free < needed) complaints.push(`${show(free)} of disk are free at ${folder}, ${show(needed)} needed`);
  }
  return complaints;
}

function show(bytes: number): string {
  return `${(bytes / gigabyte).toFixed(1)} GiB`;
}
