import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isAlias, isCollection, isMap, isScalar, isSeq } from 'yaml';
import { Failure } from '../core/failure.ts';
import { isBomb, parseLeniently } from './yaml-bombs.ts';

/** The names by which Kustomize finds the entry file of a folder. */
export const entryNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Of one kustomization. */
const maxBytes = 1024 * 1024;

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

const remote = /:\/\/|^git@|^git::/;

/** What a file of the folder must not contain. */
interface Problem {
  /** Relative to the folder. */
  file: string;
  what: string;
}

/** Kustomize would fetch what a URL names, but a deploy must depend on nothing but its commit. */
export async function refuseRemotes(folder: string): Promise<void> {
  const problems = await problemsOfKustomizations(folder);
  if (problems.length === 0) return;
  throw new Failure('The Kustomize folder fetches parts from elsewhere', {
    code: 'kustomize.remote',
    details: problems.map(({ file, what }) => `${file}: ${what}`),
    hint: 'Copy them into the folder, commit and push again',
  });
}

/** Every remote part that a kustomization of the folder names, and files that would exhaust a reader. */
export async function problemsOfKustomizations(folder: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entryNames.includes(entry.name) || !entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const whats =
      (await stat(path)).size > maxBytes
        ? [`is larger than ${maxBytes / 1024} KiB`]
        : problemsIn(await readFile(path, 'utf8'));
    for (const what of whats) problems.push({ file: relative(folder, path), what });
  }
  return problems;
}

function* problemsIn(text: string): Generator<string> {
  if (isBomb(text)) return yield 'has YAML aliases that stand for too much, or is nested too deeply';
  for (const { contents } of parseLeniently(text))
    for (const found of walk(contents, false, new Map())) yield `fetches ${found} from elsewhere`;
}

/**
 * Walks nodes and not plain values: a map whose keys are maps takes the parser forever to convert. An alias may stand
 * for a node that contains it, so each node is visited once as a path and once as anything else.
 */
function* walk(
  node: unknown,
  isPath: boolean,
  anchors: Map<string, unknown>,
  seen = [new Set(), new Set()] as const,
): Generator<string> {
  const target = isAlias(node) ? anchors.get(node.source) : node;
  const known = seen[isPath ? 1 : 0];
  if (known.has(target)) return;
  known.add(target);
  if (isScalar(target)) {
    const { value } = target;
    if (isPath && typeof value === 'string' && !value.includes('\n') && remote.test(value)) yield value;
  } else if (isMap(target)) {
    for (const { key, value } of target.items) {
      yield* walk(key, false, anchors, seen);
      yield* walk(value, isScalar(key) && pathFields.has(String(key.value)), anchors, seen);
    }
  } else if (isSeq(target)) {
    for (const item of target.items) yield* walk(item, isPath, anchors, seen);
  }
  if ((isScalar(target) || isCollection(target)) && target.anchor) anchors.set(target.anchor, target);
}
