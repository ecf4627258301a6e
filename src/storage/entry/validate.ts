import { posix } from 'node:path';
import { Failure } from '../../core/failure.ts';
import { hasLabelForm, isDnsLabel } from '../../core/kubernetes-names.ts';
import { isOfReservedDomain } from '../../core/labels.ts';
import { parseQuantity } from '../../core/quantity.ts';
import { metadataProblem } from '../../release/settings/metadata-settings.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { ownerOf } from './owner.ts';

const accessModes = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];
const reclaimPolicies = ['Retain', 'Delete'];
/** Maximum length of an entry name. Object names that contain the entry name stay within their own limits. */
export const maxEntryNameLength = 45;

/** Migrations name their entries `legacy-…`. The volumes and labels of dokku use the other names. */
const reserved = [/^legacy-/, /^shmem$/, /^dokku-/, /^global$/];

/** Returns the problems of an entry name, which is also the name of a claim and of volumes in pods. */
export function problemsOfEntryName(name: string): string[] {
  const problems: string[] = [];
  if (!hasLabelForm(name))
    problems.push(
      'a name consists of lower-case letters, digits and dashes, and neither begins nor ends with a dash',
    );
  if (name.length > maxEntryNameLength)
    problems.push(`a name has at most ${maxEntryNameLength} characters; it has ${name.length}`);
  if (reserved.some((pattern) => pattern.test(name))) problems.push('the name is reserved');
  return problems;
}

/** Refuses a new entry that is invalid in any cluster, and lists every problem. */
export function validateNewEntry(entry: StorageEntry): void {
  refuse(`The storage entry "${entry.name}" cannot be created`, [
    ...problemsOfEntryName(entry.name),
    ...problemsOf(entry),
  ]);
}

/**
 * Refuses an invalid next state of an existing entry. The name is not checked, because migrated entries have reserved
 * names.
 */
export function validateEntry(entry: StorageEntry): void {
  refuse(
    `Cannot change the storage entry ${entry.name} as requested; nothing was changed`,
    problemsOf(entry),
  );
}

function problemsOf(entry: StorageEntry): string[] {
  return [
    ...commonProblems(entry),
    ...(entry.scheduler === 'k3s' ? clusterProblems(entry) : localProblems(entry)),
  ];
}

function refuse(message: string, problems: string[]): void {
  if (problems.length === 0) return;
  throw new Failure(message, {
    code: 'storage.invalid',
    details: problems,
    hint: 'For example: dokku storage:create my-data --size 1Gi',
  });
}

function commonProblems({ chown, reclaimPolicy, annotations, labels }: StorageEntry): string[] {
  const problems: string[] = [];
  if (ownerOf(chown) === 'invalid')
    problems.push(
      `--chown must be one of herokuish, heroku, paketo, root, false or a number up to 65535; got "${chown}"`,
    );
  if (reclaimPolicy !== '' && !reclaimPolicies.includes(reclaimPolicy))
    problems.push(`--reclaim-policy "${reclaimPolicy}" is neither Retain nor Delete`);
  for (const [kind, map] of [
    ['annotation', annotations],
    ['label', labels],
  ] as const)
    for (const [key, value] of Object.entries(map)) problems.push(...keyProblems(kind, key, value));
  return problems;
}

function keyProblems(kind: 'annotation' | 'label', key: string, value: string): string[] {
  if (isOfReservedDomain(key)) return [`the ${kind} ${key} is set by dokku itself`];
  const problem = metadataProblem({ kind, key, value });
  return problem ? [problem] : [];
}

function clusterProblems({
  size,
  accessMode,
  hostPath,
  storageClass,
  volume,
  mode,
  namespace,
  reclaimPolicy,
}: StorageEntry): string[] {
  const problems: string[] = [];
  if (size === '') problems.push('--size is required, e.g. --size 1Gi');
  else if (!isSize(size))
    problems.push(`--size "${size}" is not an amount of storage like 500Mi, 10Gi or 1Ti`);
  if (accessMode !== '' && !accessModes.includes(accessMode))
    problems.push(`--access-mode must be one of ${accessModes.join(', ')}; got "${accessMode}"`);
  if (hostPath !== '' && !isPath(hostPath))
    problems.push(
      `the path "${hostPath}" is not a folder below the root, written without "//", "." and ".." parts`,
    );
  if (reclaimPolicy === 'Delete' && isOfSystem(hostPath))
    problems.push(`${hostPath} is a system folder of the node, so --reclaim-policy Delete is refused`);
  if (hostPath !== '' && storageClass !== '')
    problems.push('a path and --storage-class-name cannot be used together: a class creates its own volumes');
  if (hostPath !== '' && volume !== '') problems.push('a path and --volume cannot be used together');
  if (mode !== '') problems.push('--mode is for docker-local entries only');
  if (!isDnsLabel(namespace)) problems.push(`--namespace "${namespace}" cannot be the name of a namespace`);
  return problems;
}

function localProblems({ size, accessMode, storageClass, volume, mode, hostPath }: StorageEntry): string[] {
  const problems: string[] = [];
  const given = {
    '--size': size,
    '--access-mode': accessMode,
    '--storage-class-name': storageClass,
    '--volume': volume,
  };
  for (const [flag, value] of Object.entries(given))
    if (value !== '') problems.push(`${flag} is for k3s entries only`);
  if (mode !== '' && !/^[0-7]{3,4}$/.test(mode))
    problems.push(`--mode "${mode}" is not three or four octal digits`);
  if (!isPath(hostPath) && !/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(hostPath))
    problems.push(`"${hostPath}" is neither an absolute path nor the name of a Docker volume`);
  return problems;
}

function isSize(text: string): boolean {
  const quantity = parseQuantity(text);
  return quantity !== undefined && quantity.nano >= 10n ** 9n;
}

/** Whether a path is absolute, normalized and not the root, so that the path points where it seems to point. */
export function isPath(path: string): boolean {
  return path !== '/' && path.startsWith('/') && !/[\0:\n]|\/$/.test(path) && posix.normalize(path) === path;
}

/** Folders of the node's own system. Everything below these folders belongs to the system too. */
const systemFolders = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/proc',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
];

/** Folders with data of several owners. A folder below them may belong to an entry. */
const sharedFolders = [
  '/home',
  '/mnt',
  '/media',
  '/opt',
  '/root',
  '/srv',
  '/tmp',
  '/var',
  '/var/lib',
  '/var/log',
];

/** Whether a folder must never be emptied: a mistyped path must not destroy a node. */
function isOfSystem(path: string): boolean {
  return (
    sharedFolders.includes(path) ||
    systemFolders.some((folder) => path === folder || path.startsWith(`${folder}/`))
  );
}
