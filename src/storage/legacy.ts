import { createHash } from 'node:crypto';
import { Failure } from '../core/failure.ts';
import { EVERY_PROCESS } from '../state/docker-options.ts';
import type { Mount, MountPhase } from '../state/mounts.ts';
import type { StorageEntry } from '../state/storage-entries.ts';
import type { Store } from '../state/store.ts';

export interface LegacyMount {
  host: string;
  container: string;
  options: string[];
}

/** `/host:/container[:options]` or `volume:/container[:options]`; undefined when it is neither. */
export function readLegacyMount(text: string): LegacyMount | undefined {
  const [, host, container, options] =
    text.match(/^(\/[^:]+|[a-zA-Z0-9][a-zA-Z0-9_.-]+):(\/[^:]*)(?::([^:]+))?$/) ?? [];
  if (!host || !container) return undefined;
  return { host, container, options: options?.split(',') ?? [] };
}

/** The name of the entry that a host path, or the name of a Docker volume, becomes. */
export function legacyName(host: string): string {
  const text = host.startsWith('/') ? host : `vol:${host}`;
  return `legacy-${createHash('sha1').update(text).digest('hex').slice(0, 10)}`;
}

/**
 * Turns the `-v` docker options of an app into entries and mounts, and removes them. All of it happens or nothing;
 * what was done before is not done again. The names of the entries, by container path.
 */
export function migrateApp(store: Store, app: string): Map<string, string> {
  return store.transaction(() => {
    const moved = new Map<string, string>();
    for (const option of store.dockerOptions.list(app)) {
      const text = option.option.match(/^(?:-v|--volume)[ =](.+)$/)?.[1]?.trim();
      if (text === undefined || option.phase === 'build') continue;
      const legacy = readLegacyMount(text);
      if (!legacy)
        throw new Failure(`The docker option ${option.option} of ${app} is not host:container[:options]`, {
          code: 'storage.legacy',
          hint: `Correct or remove it: dokku docker-options:remove ${app} ${option.phase} "${option.option}"`,
        });
      moved.set(legacy.container, putEntry(store, legacy));
      putMount(store, app, legacy, option.process, option.phase);
      store.dockerOptions.remove(app, option);
    }
    if (moved.size > 0) store.properties.set(app, 'storage', 'legacy-mounts-migrated', 'true');
    return moved;
  });
}

function putEntry(store: Store, { host }: LegacyMount): string {
  const name = legacyName(host);
  const known = store.storageEntries.find(name);
  if (known && (known.scheduler !== 'docker-local' || known.hostPath !== host))
    throw new Failure(`The storage entry ${name} exists already and is not ${host}`, {
      code: 'storage.legacy',
    });
  if (!known) store.storageEntries.put(dataEntry(name, host));
  return name;
}

/** An entry that is data only. */
function dataEntry(name: string, hostPath: string): StorageEntry {
  const nothing = {
    size: '',
    accessMode: '',
    storageClass: '',
    volume: '',
    namespace: '',
    chown: '',
    mode: '',
  };
  const flags = { reclaimPolicy: '', annotations: {}, labels: {}, adopted: false, chownPending: false };
  return { name, scheduler: 'docker-local', hostPath, ...nothing, ...flags };
}

function putMount(store: Store, app: string, legacy: LegacyMount, process: string, phase: MountPhase): void {
  const mount: Mount = {
    entry: legacyName(legacy.host),
    containerPath: legacy.container,
    processType: process || EVERY_PROCESS,
    phases: [phase],
    subpath: '',
    readonly: legacy.options.includes('ro'),
    volumeOptions: legacy.options.filter((option) => option !== 'ro').join(','),
    volumeChown: '',
  };
  const known = store.mounts
    .list(app)
    .find(
      ({ entry, containerPath, processType }) =>
        entry === mount.entry && containerPath === mount.containerPath && processType === mount.processType,
    );
  const phases = new Set([...(known?.phases ?? []), phase]);
  store.mounts.put(app, { ...mount, phases: (['deploy', 'run'] as const).filter((one) => phases.has(one)) });
}
