import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mount, mounts } from './mounts.ts';

/** A mounted hierarchy of control groups. */
export interface Hierarchy {
  /** Its mount point. */
  folder: string;
  version: 1 | 2;
  /** Controllers of version 1; in version 2 the folder's `cgroup.controllers` lists them. */
  controllers: string[];
}

/** What the kubelet and runc need. */
const required = ['cpu', 'cpuset', 'memory', 'pids'];

/** The mounted hierarchies, each once: a folder in /sys/fs/cgroup may exist without a mount. */
export function hierarchies(table: Mount[] = mounts()): Hierarchy[] {
  const found = new Map<string, Hierarchy>();
  for (const { device, root, point, type, options } of table) {
    // A mount of a part of a hierarchy belongs to another container.
    if (root !== '/' || found.has(device)) continue;
    if (type === 'cgroup2') found.set(device, { folder: point, version: 2, controllers: [] });
    if (type === 'cgroup') found.set(device, { folder: point, version: 1, controllers: options });
  }
  return [...found.values()];
}

/** Whether version 2 alone is in use, and its groups must hand their controllers down. */
export function isUnified(all: Hierarchy[]): boolean {
  return all.length > 0 && all.every(({ version }) => version === 2);
}

/** One line for every controller that the cluster needs and no mounted hierarchy has. */
export function missingControllers(
  all = hierarchies(),
  kernel = readFileSync('/proc/cgroups', 'utf8'),
): string[] {
  const present = new Set(all.flatMap(controllersOf));
  const disabled = new Set(
    kernel.split('\n').flatMap((line) => (line.endsWith('\t0') ? [line.split('\t')[0] ?? ''] : [])),
  );
  return required
    .filter((name) => !present.has(name))
    .map((name) => {
      const reason = disabled.has(name) ? 'the kernel has it disabled (/proc/cgroups)' : 'no mount has it';
      return `control group controller ${name} is not available: ${reason}`;
    });
}

function controllersOf({ folder, version, controllers }: Hierarchy): string[] {
  if (version === 1) return controllers;
  try {
    return readFileSync(join(folder, 'cgroup.controllers'), 'utf8').trim().split(' ');
  } catch {
    return [];
  }
}
