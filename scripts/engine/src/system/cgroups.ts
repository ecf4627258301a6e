import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ProcessRecord, record } from './processes.ts';

const mount = '/sys/fs/cgroup';

/** The mounted hierarchies: one per controller in version 1, the mount itself in version 2. */
function hierarchies(): string[] {
  if (existsSync(join(mount, 'cgroup.controllers'))) return [mount];
  return readdirSync(mount, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(mount, entry.name));
}

/** Makes a group in every hierarchy, ready to have pods' groups below it. */
export function makeCgroup(path: string): void {
  for (const hierarchy of hierarchies()) {
    const folder = join(hierarchy, path);
    mkdirSync(folder, { recursive: true });
    if (hierarchy === mount) delegate(folder);
    // In version 1 a group of the cpuset hierarchy is of no use until it is filled in.
    else if (existsSync(join(folder, 'cpuset.cpus'))) fillCpuset(hierarchy, folder);
  }
}

const delegated = ['cpu', 'cpuset', 'hugetlb', 'io', 'memory', 'pids'];

/** In version 2 a controller reaches a group only if every group above hands it down. */
function delegate(folder: string): void {
  if (folder !== mount) delegate(dirname(folder));
  for (const controller of readFileSync(join(folder, 'cgroup.controllers'), 'utf8').trim().split(' ')) {
    if (!delegated.includes(controller)) continue;
    try {
      writeFileSync(join(folder, 'cgroup.subtree_control'), `+${controller}`);
    } catch {
      // The kubelet names the controller that it misses.
    }
  }
}

function fillCpuset(hierarchy: string, folder: string): void {
  if (folder === hierarchy) return;
  fillCpuset(hierarchy, dirname(folder));
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    if (readFileSync(join(folder, file), 'utf8').trim() !== '') continue;
    writeFileSync(join(folder, file), readFileSync(join(dirname(folder), file), 'utf8'));
  }
}

/** Every process in the group or below it. */
export function cgroupProcesses(path: string): ProcessRecord[] {
  const pids = new Set<number>();
  for (const folder of foldersBelow(path)) {
    try {
      for (const line of readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n')) {
        if (line !== '' && line !== '0') pids.add(Number(line));
      }
    } catch {
      // The group was removed meanwhile.
    }
  }
  return [...pids].map(record).filter((found) => found !== undefined);
}

/** Removes the group and all below it; a group that still holds a process stays. */
export function removeCgroup(path: string): void {
  for (const folder of foldersBelow(path)) {
    try {
      rmdirSync(folder);
    } catch {
      // Not empty: the caller looks whether processes are left.
    }
  }
}

/** The group's folders in all hierarchies, the deepest first. */
function foldersBelow(path: string): string[] {
  const found: string[] = [];
  const visit = (folder: string) => {
    let entries: string[];
    try {
      entries = readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name);
    } catch {
      return;
    }
    for (const name of entries) visit(join(folder, name));
    found.push(folder);
  };
  for (const hierarchy of hierarchies()) visit(join(hierarchy, path));
  return found;
}
