import { readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize } from 'node:path';
import { isAlias, isCollection, isMap, isScalar, isSeq } from 'yaml';
import { walkFolder } from './walk-folder.ts';
import { isBomb, parseLeniently } from './yaml-bombs.ts';

/** The file names under which Kustomize finds the entry of a folder. */
export const entryNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Maximum bytes of one kustomization. */
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

/** A part of the folder that must not be there. */
interface Problem {
  /** Relative to the folder. */
  file: string;
  what: string;
}

/**
 * Every part outside of the folder that its kustomizations name, by URL or by path, and every file that is built to exhaust a reader.
 * Kustomize would fetch a part that is named by URL, but a deploy must depend on its commit only. A link counts as the
 * file that it points to.
 */
export async function problemsOfKustomizations(folder: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for await (const { name, path, size } of walkFolder(folder)) {
    if (!entryNames.includes(basename(name))) continue;
    const whats =
      size > maxBytes
        ? [`is larger than ${maxBytes / 1024} KiB`]
        : problemsIn(await readFile(path, 'utf8'), dirname(name));
    for (const what of whats) problems.push({ file: name, what });
  }
  return problems;
}

/** `folder` is that of the kustomization. */
function* problemsIn(text: string, folder: string): Generator<string> {
  if (isBomb(text)) return yield 'has YAML aliases that expand to too much data, or is nested too deeply';
  for (const { contents } of parseLeniently(text))
    for (const found of walk(contents, false, new Map())) {
      if (remote.test(found)) yield `fetches ${found} from outside the folder`;
      else if (leaves(folder, found)) yield `names ${found}, which is outside the folder`;
    }
}

/** Kustomize itself keeps files inside the folder, but reads bases from everywhere. */
function leaves(folder: string, path: string): boolean {
  return isAbsolute(path) || `${normalize(join(folder, path))}/`.startsWith('../');
}

/**
 * Walks the nodes and not their plain values, because the parser needs unlimited time for a map whose keys are maps. An
 * alias may point to a node that contains it, so each node is visited once as a path and once as anything else.
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
    if (isPath && typeof value === 'string' && !value.includes('\n')) yield value;
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
