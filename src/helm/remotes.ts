import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Failure } from '../core/failure.ts';

const entryNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Bytes of one kustomization. */
const sizeLimit = 1024 * 1024;

/** Fields of a kustomization that name files or folders, at any depth. */
const pathFields = new Set([
  'resources',
  'bases',
  'components',
  'generators',
  'transformers',
  'validators',
  'configurations',
  'crds',
  'patchesStrategicMerge',
  'path',
  'files',
  'env',
  'envs',
]);

/** What a file of the folder must not have in it. */
interface Problem {
  /** Relative to the folder. */
  file: string;
  what: string;
}

/** Kustomize would fetch what is named by URL: a deploy must depend on nothing but its commit. */
export async function refuseRemotes(folder: string): Promise<void> {
  const problems = await problemsOfKustomizations(folder);
  if (problems.length === 0) return;
  throw new Failure('The Kustomize folder fetches parts from elsewhere', {
    code: 'kustomize.remote',
    details: problems.map(({ file, what }) => `${file}: ${what}`),
    hint: 'Copy them into the folder, commit and push again',
  });
}

/** Every part from elsewhere that a kustomization of the folder names, and files that are made to exhaust a reader. */
export async function problemsOfKustomizations(folder: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entryNames.includes(entry.name) || !entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const whats =
      (await stat(path)).size > sizeLimit
        ? [`is larger than ${sizeLimit / 1024} KiB`]
        : problemsIn(await readFile(path, 'utf8'));
    for (const what of whats) problems.push({ file: relative(folder, path), what });
  }
  return problems;
}

function* problemsIn(text: string): Generator<string> {
  for (const document of parseAllDocuments(text)) {
    // What cannot be parsed, kustomize itself complains about.
    if ('errors' in document && document.errors.length > 0) continue;
    let plain: unknown;
    try {
      plain = document.toJS({ maxAliasCount: 100 });
    } catch {
      yield 'has too many YAML aliases';
      continue;
    }
    for (const remote of walk(plain, false)) yield `fetches ${remote} from elsewhere`;
  }
}

/** An alias may stand for what it is inside of, so each part is looked at once as a path and once as anything else. */
function* walk(value: unknown, isPath: boolean, seen = [new Set(), new Set()] as const): Generator<string> {
  if (typeof value === 'string') {
    if (isPath && !value.includes('\n') && /:\/\/|^git@|^git::/.test(value)) yield value;
    return;
  }
  const known = seen[isPath ? 1 : 0];
  if (typeof value !== 'object' || value === null || known.has(value)) return;
  known.add(value);
  const inPath = (key: string) => (Array.isArray(value) ? isPath : pathFields.has(key));
  for (const [key, member] of Object.entries(value)) yield* walk(member, inPath(key), seen);
}
