import { EVERY_PROCESS } from '../../state/apps/docker-options.ts';
import type { Mount } from '../../state/apps/mounts.ts';
import { mountsOf } from './volumes.ts';

/** A mount, with the access mode and namespace of its entry. */
export interface MountSetting extends Mount {
  /** `docker-local` entries have no volume. */
  scheduler: 'k3s' | 'docker-local';
  hostPath: string;
  accessMode: string;
  namespace: string;
  /** Maximum number of pods of each other app that mounts the entry. */
  foreignPods: { app: string; pods: number }[];
}

/** State of an app's claims in the cluster; undefined if the cluster was not queried. */
export interface StorageFacts {
  /** Number of nodes that accept pods. */
  nodes: number;
  /** Claims by entry. `pinned`: the volume is tied to one node, so all its pods run there. */
  claims: Record<string, { exists: boolean; pinned: boolean }>;
}

interface Problem {
  /** The entries with the problem. */
  entries: string[];
  what: string;
  /** A command without the leading `dokku`. */
  fix: string;
}

interface StorageInput {
  app: string;
  namespace: string;
  mounts: readonly MountSetting[];
  /** Maximum number of pods per process type. */
  pods: Record<string, number>;
  facts: StorageFacts | undefined;
}

/** Access modes for a single node or a single pod. */
const exclusiveModes = ['ReadWriteOnce', 'ReadWriteOncePod'];

/** Returns whether old pods of a process type must be deleted before new pods start. */
export function isExclusive(mounts: readonly MountSetting[], process: string): boolean {
  return mountsOf(mounts, 'deploy', process).some(isHeldAlone);
}

/** Returns whether only one node, or one pod, can use the mounted entry. */
export function isHeldAlone({ accessMode }: MountSetting): boolean {
  return exclusiveModes.includes(accessMode);
}

/**
 * Returns the problems of mounts, each with the command that corrects the problem. Mounting and deploying use the same
 * rules.
 */
export function storageProblems(input: StorageInput): Problem[] {
  const entries = new Map(input.mounts.map((mount) => [mount.entry, mount]));
  return [...[...entries.values()].flatMap((mount) => problemsOfEntry(input, mount)), ...pathProblems(input)];
}

function problemsOfEntry(input: StorageInput, mount: MountSetting): Problem[] {
  const { app, namespace, mounts, facts } = input;
  const { entry, accessMode } = mount;
  const unmount = `storage:unmount ${app} ${entry}`;
  if (mount.scheduler !== 'k3s')
    return [
      {
        entries: [entry],
        what: `${entry} is a docker-local entry, which has no volume in the cluster. Create and mount another entry: dokku storage:create <name> ${mount.hostPath} --size <size>`,
        fix: unmount,
      },
    ];
  const problems: Problem[] = [];
  if (mount.namespace !== namespace)
    problems.push({
      entries: [entry],
      what: `${entry} is in namespace ${mount.namespace} and ${app} in ${namespace}; pods can use only claims of their own namespace`,
      fix: unmount,
    });
  if (accessMode === 'ReadOnlyMany' && mounts.some((one) => one.entry === entry && !one.readonly))
    problems.push({
      entries: [entry],
      what: `${entry} is read-only (ReadOnlyMany), but is mounted for writing`,
      fix: `storage:mount ${app} ${entry} --container-dir ${mount.containerPath} --volume-readonly`,
    });
  if (facts?.claims[entry]?.exists === false)
    problems.push({
      entries: [entry],
      what: `the claim of ${entry} is missing from the cluster`,
      fix: `storage:info ${entry}`,
    });
  return [...problems, ...tooManyPods(input, mount)];
}

/** Returns a problem if more pods mount an entry than its access mode allows. */
function tooManyPods({ app, mounts, pods, facts }: StorageInput, mount: MountSetting): Problem[] {
  const { entry, accessMode, foreignPods } = mount;
  if (!exclusiveModes.includes(accessMode)) return [];
  const own = Object.entries(pods).filter(([process]) =>
    mountsOf(mounts, 'deploy', process).some((one) => one.entry === entry),
  );
  const all = [
    ...own.map(([process, count]) => ({ who: process, count })),
    ...foreignPods.map(({ app: other, pods: count }) => ({ who: other, count })),
  ].filter(({ count }) => count > 0);
  const total = all.reduce((sum, { count }) => sum + count, 0);
  if (total < 2) return [];
  const who = all.map(({ who: name, count }) => `${name} ${count}`).join(', ');
  const most = own.toSorted(([, a], [, b]) => b - a)[0];
  const fix = most && most[1] > 1 ? `ps:scale ${app} ${most[0]}=1` : `storage:unmount ${app} ${entry}`;
  if (accessMode === 'ReadWriteOncePod')
    return [
      {
        entries: [entry],
        what: `${entry} can be used by one pod at a time (ReadWriteOncePod), but ${total} pods (${who}) mount the entry`,
        fix,
      },
    ];
  if (!facts || facts.nodes < 2 || facts.claims[entry]?.pinned) return [];
  return [
    {
      entries: [entry],
      what: `${entry} can be used on one node at a time (ReadWriteOnce), but ${total} pods (${who}) may run on ${facts.nodes} nodes`,
      fix,
    },
  ];
}

/** Returns a problem for two mounts at one path of a container, in any phase. */
function pathProblems({ app, mounts, pods }: StorageInput): Problem[] {
  const clashes = new Map<string, { at: MountSetting[]; who: string[] }>();
  // A scheduled task counts if a mount names the task; all other tasks have the mounts of every process.
  const types = new Set([...Object.keys(pods), ...mounts.map(({ processType }) => processType)]);
  const containers = [...types].map((type) => ({ phase: 'deploy', type, who: nameOf(type) }) as const);
  for (const { phase, type, who } of [...containers, { phase: 'run', type: 'run', who: 'run' } as const]) {
    const byPath = Map.groupBy(mountsOf(mounts, phase, type), (mount) =>
      withoutEndSlash(mount.containerPath),
    );
    for (const [path, at] of byPath) {
      if (at.length < 2) continue;
      const key = JSON.stringify([path, at.map(({ entry, processType }) => [entry, processType])]);
      const clash = clashes.get(key);
      if (clash) clash.who.push(who);
      else clashes.set(key, { at, who: [who] });
    }
  }
  return [...clashes.values()].map(({ at, who }) => clashProblem(app, at, who));
}

function clashProblem(app: string, at: MountSetting[], who: string[]): Problem {
  const { entry, containerPath } = at.at(-1)!;
  const entries = [...new Set(at.map((mount) => mount.entry))];
  const both = entries.length > 1 ? `${entries.join(' and ')} are both mounted` : `${entry} is mounted twice`;
  return {
    entries,
    what: `${both} at ${withoutEndSlash(containerPath)} of ${who.join(', ')}`,
    fix: `storage:unmount ${app} ${entry} --container-dir ${containerPath}`,
  };
}

function nameOf(type: string): string {
  return type === EVERY_PROCESS ? 'every process' : type;
}

/** Returns a path in the form that Kubernetes compares: `/data/` is `/data`. */
export function withoutEndSlash(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}
