import { createHash } from 'node:crypto';
import { Failure } from '../../core/failure.ts';
import { withoutEndSlash } from '../../release/mounts/mount-rules.ts';
import { EVERY_PROCESS } from '../../state/apps/docker-options.ts';
import type { Mount, MountPhase } from '../../state/apps/mounts.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import type { Store } from '../../state/store.ts';

export interface LegacyMount {
  host: string;
  container: string;
  options: string[];
}

/** Parses `/host:/container[:options]` or `volume:/container[:options]`; undefined for any other text. */
export function readLegacyMount(text: string): LegacyMount | undefined {
  const [, host, container, options] =
    text.match(/^(\/[^:]+|[a-zA-Z0-9][a-zA-Z0-9_.-]+):(\/[^:]*)(?::([^:]+))?$/) ?? [];
  if (!host || !container) return undefined;
  return { host, container, options: options?.split(',') ?? [] };
}

/** Returns the name of the migrated entry of a host path or a Docker volume. */
export function legacyName(host: string): string {
  const text = host.startsWith('/') ? host : `vol:${host}`;
  return `legacy-${createHash('sha1').update(text).digest('hex').slice(0, 10)}`;
}

/** A mount that a migration created. */
export interface Moved {
  mount: Mount;
  host: string;
  /** Only one phase had the mount read-only. The mount is now read-only in both phases. */
  isNarrowed: boolean;
}

/**
 * Converts the `-v` docker options of an app to entries and mounts, and removes the options. The conversion is one
 * transaction. A repeated call converts only options that are new. Returns the mounts of this call, each mount once.
 */
export function migrateApp(store: Store, app: string): Moved[] {
  return store.transaction(() => {
    const moved = new Map<string, Moved>();
    for (const option of store.dockerOptions.list(app)) {
      const text = option.option.match(/^(?:-v|--volume)[ =](.+)$/)?.[1]?.trim();
      if (text === undefined || option.phase === 'build') continue;
      const legacy = readLegacyMount(text);
      if (!legacy)
        throw new Failure(`The docker option ${option.option} of ${app} is not host:container[:options]`, {
          code: 'storage.legacy',
          hint: `Correct or remove the option: dokku docker-options:remove ${app} ${option.phase} "${option.option}"`,
        });
      putEntry(store, legacy);
      const { mount, isNarrowed } = putMount(store, app, legacy, option.process, option.phase);
      const key = JSON.stringify([mount.entry, mount.containerPath, mount.processType]);
      const before = moved.get(key)?.isNarrowed ?? false;
      moved.set(key, { mount, host: legacy.host, isNarrowed: before || isNarrowed });
      store.dockerOptions.remove(app, option);
    }
    if (moved.size > 0) store.properties.set(app, 'storage', 'legacy-mounts-migrated', 'true');
    return [...moved.values()];
  });
}

function putEntry(store: Store, { host }: LegacyMount): void {
  const name = legacyName(host);
  const known = store.storageEntries.find(name);
  if (known && (known.scheduler !== 'docker-local' || known.hostPath !== host))
    throw new Failure(`The storage entry ${name} already exists with a path other than ${host}`, {
      code: 'storage.legacy',
    });
  if (!known) store.storageEntries.put(dataEntry(name, host));
}

/** Returns an entry that exists only in the store. */
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

/** Stores a mount with one set of options for both phases. When the phases differ, the stricter options apply. */
function putMount(
  store: Store,
  app: string,
  { host, container, options }: LegacyMount,
  process: string,
  phase: MountPhase,
): Omit<Moved, 'host'> {
  const identity = {
    entry: legacyName(host),
    containerPath: withoutEndSlash(container),
    processType: process || EVERY_PROCESS,
  };
  const known = store.mounts
    .list(app)
    .find(
      ({ entry, containerPath, processType }) =>
        entry === identity.entry &&
        containerPath === identity.containerPath &&
        processType === identity.processType,
    );
  const isReadonly = options.includes('ro');
  const phases = new Set([...(known?.phases ?? []), phase]);
  const others = new Set([
    ...(known?.volumeOptions.split(',').filter(Boolean) ?? []),
    ...options.filter((option) => option !== 'ro' && option !== 'rw'),
  ]);
  const mount: Mount = {
    ...identity,
    phases: (['deploy', 'run'] as const).filter((one) => phases.has(one)),
    subpath: '',
    readonly: isReadonly || (known?.readonly ?? false),
    volumeOptions: [...others].join(','),
    volumeChown: '',
  };
  store.mounts.put(app, mount);
  return { mount, isNarrowed: known !== undefined && known.readonly !== isReadonly };
}
