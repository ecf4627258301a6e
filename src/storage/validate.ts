import { Failure } from '../core/failure.ts';
import { parseQuantity } from '../core/quantity.ts';
import { metadataProblem } from '../release/metadata-settings.ts';
import type { StorageEntry } from '../state/storage-entries.ts';
import { ownerOf } from './owner.ts';

const accessModes = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];
const reclaimPolicies = ['Retain', 'Delete'];
const longestName = 45;

/** Entries that migrations make begin so; the other names are taken by volumes and labels of our own. */
const reserved = [/^legacy-[0-9a-f]{10}$/, /^shmem$/, /^dokku-/, /^global$/];

/** Names of entries are names of claims and volumes in pods. */
export function problemsOfEntryName(name: string): string[] {
  const problems: string[] = [];
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name))
    problems.push(
      'a name consists of lower-case letters, digits and dashes, and neither begins nor ends with a dash',
    );
  if (name.length > longestName)
    problems.push(`a name has at most ${longestName} characters; it has ${name.length}`);
  if (reserved.some((pattern) => pattern.test(name))) problems.push('the name is reserved');
  return problems;
}

/** Refuses an entry that is wrong in itself, whatever the cluster is like; names every mistake. */
export function validateEntry(entry: StorageEntry): void {
  const problems = [...problemsOfEntryName(entry.name), ...commonProblems(entry)];
  problems.push(...(entry.scheduler === 'k3s' ? clusterProblems(entry) : localProblems(entry)));
  if (problems.length === 0) return;
  throw new Failure(`The storage entry "${entry.name}" cannot be made`, {
    code: 'storage.invalid',
    details: problems,
    hint: 'For example: dokku storage:create my-data --size 1Gi',
  });
}

function commonProblems({ chown, reclaimPolicy, annotations, labels }: StorageEntry): string[] {
  const problems: string[] = [];
  if (ownerOf(chown) === 'invalid')
    problems.push(
      `--chown "${chown}" is none of herokuish, heroku, paketo, root, false and the numbers up to 65535`,
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
  if (/^(dokku\.com|helm\.sh|meta\.helm\.sh|app\.kubernetes\.io)\//.test(key))
    return [`the ${kind} ${key} is set by dokku itself`];
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
}: StorageEntry): string[] {
  const problems: string[] = [];
  if (size === '') problems.push('--size is needed, like 1Gi');
  else if (!isSize(size))
    problems.push(`--size "${size}" is not an amount of storage like 500Mi, 10Gi or 1Ti`);
  if (accessMode !== '' && !accessModes.includes(accessMode))
    problems.push(`--access-mode "${accessMode}" is none of ${accessModes.join(', ')}`);
  if (hostPath !== '' && !isPath(hostPath))
    problems.push(`the path "${hostPath}" is not an absolute path without "." and ".." parts`);
  if (hostPath !== '' && storageClass !== '')
    problems.push('a path and --storage-class-name exclude each other: a class makes its volumes itself');
  if (hostPath !== '' && volume !== '') problems.push('a path and --volume exclude each other');
  if (mode !== '') problems.push('--mode is for docker-local entries only');
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace))
    problems.push(`--namespace "${namespace}" cannot be the name of a namespace`);
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

/** Absolute, with something behind the first slash, and nothing that leads elsewhere. */
export function isPath(path: string): boolean {
  return (
    path.startsWith('/') &&
    path.length > 1 &&
    !/[\0:\n]/.test(path) &&
    !path.split('/').some((part) => part === '.' || part === '..')
  );
}
