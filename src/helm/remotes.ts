import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isAlias, isCollection, isMap, isScalar, isSeq } from 'yaml';
import { Failure } from '../core/failure.ts';
import { parseLeniently } from './yaml-bombs.ts';

const entryNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

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

/**
 * Kustomize would fetch what is named by URL: a deploy must depend on nothing but its commit. The folder holds no YAML
 * bombs any more.
 */
export async function refuseRemotes(folder: string): Promise<void> {
  const remotes: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entryNames.includes(entry.name) || !entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    for (const remote of remotesIn(await readFile(file, 'utf8')))
      remotes.push(`${relative(folder, file)}: ${remote}`);
  }
  if (remotes.length === 0) return;
  throw new Failure('The Kustomize folder fetches parts from elsewhere', {
    code: 'kustomize.remote',
    details: remotes,
    hint: 'Copy them into the folder, commit and push again',
  });
}

function* remotesIn(text: string): Generator<string> {
  for (const { contents } of parseLeniently(text)) yield* walk(contents, false, new Map(), new Set());
}

/** Not as plain values: to make those of a map whose keys are maps takes the parser for ever. */
function* walk(
  node: unknown,
  isPath: boolean,
  anchors: Map<string, unknown>,
  inside: Set<unknown>,
): Generator<string> {
  const target = isAlias(node) ? anchors.get(node.source) : node;
  // An alias within what it stands for.
  if (inside.has(target)) return;
  inside.add(target);
  if (isScalar(target)) {
    const { value } = target;
    if (isPath && typeof value === 'string' && !value.includes('\n') && remote.test(value)) yield value;
  } else if (isMap(target)) {
    for (const { key, value } of target.items) {
      yield* walk(key, false, anchors, inside);
      yield* walk(value, isScalar(key) && pathFields.has(String(key.value)), anchors, inside);
    }
  } else if (isSeq(target)) {
    for (const item of target.items) yield* walk(item, isPath, anchors, inside);
  }
  inside.delete(target);
  if ((isScalar(target) || isCollection(target)) && target.anchor) anchors.set(target.anchor, target);
}
