import { isBuilt } from '../build/cache.ts';
import { freeBytes } from '../build/disk.ts';
import { programs } from '../build/programs.ts';
import type { Settings } from '../settings.ts';
import { readText } from '../system/files.ts';

const gigabyte = 1024 ** 3;
/** The cluster uses about one gigabyte; apps and builds need memory too. */
const memoryNeeded = 2 * gigabyte;
const stateNeeded = 3 * gigabyte;
/** The build cache of all programs and the modules of the largest, when modules are deleted after each program. */
const compileNeeded = 8 * gigabyte;

export function lacks(settings: Settings): string[] {
  const complaints: string[] = [];
  const available = Number(/^MemAvailable:\s+(\d+) kB/m.exec(readText('/proc/meminfo'))?.[1] ?? 0) * 1024;
  if (available < memoryNeeded)
    complaints.push(`only ${show(available)} of memory is available; the engine needs ${show(memoryNeeded)}`);
  const compiles = programs.some((program) => !program.addon && !isBuilt(settings, program));
  const folders: [string, number][] = [
    [settings.state, stateNeeded],
    [settings.cache, compiles ? compileNeeded : gigabyte / 2],
  ];
  for (const [folder, needed] of folders) {
    const free = freeBytes(folder);
    if (free < needed)
      complaints.push(`only ${show(free)} of disk is free at ${folder}; the engine needs ${show(needed)}`);
  }
  return complaints;
}

function show(bytes: number): string {
  return `${(bytes / gigabyte).toFixed(1)} GiB`;
}
