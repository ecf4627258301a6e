import { EVERY_PROCESS } from '../../state/apps/docker-options.ts';
import type { Mount } from '../../state/apps/mounts.ts';
import { maxEntryNameLength } from './validate.ts';

/** Suggests an unused name for a new entry of an app for each of these host paths or Docker volumes. */
export function suggestNames(
  app: string,
  hosts: readonly string[],
  isTaken: (name: string) => boolean,
): Map<string, string> {
  const names = new Map<string, string>();
  const isUsed = (name: string) => isTaken(name) || [...names.values()].includes(name);
  for (const host of new Set(hosts)) {
    const base = `${app}-${new Set(hosts).size === 1 ? 'data' : slug(host)}`.slice(0, maxEntryNameLength - 3);
    let name = base.replace(/-+$/, '');
    for (let number = 2; isUsed(name); number++) name = `${base}-${number}`;
    names.set(host, name);
  }
  return names;
}

function slug(host: string): string {
  const last = host.split('/').filter(Boolean).at(-1) ?? '';
  return (
    last
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'data'
  );
}

/** Returns the command, without `dokku`, that mounts another entry with the options of this mount. */
export function mountCommand(app: string, entry: string, mount: Omit<Mount, 'entry'>): string {
  const { containerPath, processType, phases, readonly, subpath } = mount;
  return [
    `storage:mount ${app} ${entry} --container-dir ${containerPath}`,
    ...(subpath === '' ? [] : [`--volume-subpath ${subpath}`]),
    ...(readonly ? ['--volume-readonly'] : []),
    ...(phases.length === 1 ? [`--phase ${phases[0]}`] : []),
    ...(processType === EVERY_PROCESS ? [] : [`--process-type ${processType}`]),
  ].join(' ');
}
