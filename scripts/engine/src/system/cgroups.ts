import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hierarchies, isUnified } from './cgroup-mounts.ts';
import { type ProcessRecord, record } from './processes.ts';

/** Creates a group in every mounted hierarchy, ready to have pods' groups below it. */
export function makeCgroup(path: string): void {
  const all = hierarchies();
  for (const hierarchy of all) {
    const folder = join(hierarchy.folder, path);
    mkdirSync(folder, { recursive: true });
    if (isUnified(all)) delegate(hierarchy.folder, folder);
    // In version 1 a group of the cpuset hierarchy is of no use until it is filled in.
    else if (hierarchy.controllers.includes('cpuset')) fillCpuset(hierarchy.folder, folder);
  }
}

const delegated = ['cpu', 'cpuset', 'hugetlb', 'io', 'memory', 'pids'];

/** In version 2 a group has a controller only if every group above it enables the controller for its children. */
function delegate(top: string, folder: string): void {
  if (folder !== top) delegate(top, dirname(folder));
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
      // Not empty: the caller checks for processes.
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
  for (const { folder } of hierarchies()) visit(join(folder, path));
  return found;
}
