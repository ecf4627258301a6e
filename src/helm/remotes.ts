import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Failure } from '../core/failure.ts';

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

/** Kustomize would fetch what is named by URL: a deploy must depend on nothing but its commit. */
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
  for (const document of parseAllDocuments(text)) {
    // What cannot be parsed, kustomize itself complains about.
    if ('errors' in document && document.errors.length > 0) continue;
    yield* walk(toPlain(document), false);
  }
}

function toPlain(document: { toJS(options?: { maxAliasCount?: number }): unknown }): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new Failure('The Kustomize folder has a file with too many YAML aliases', {
      code: 'kustomize.folder',
      cause,
    });
  }
}

function* walk(value: unknown, isPath: boolean): Generator<string> {
  if (typeof value === 'string') {
    if (isPath && !value.includes('\n') && /:\/\/|^git@|^git::/.test(value)) yield value;
  } else if (Array.isArray(value)) {
    for (const member of value) yield* walk(member, isPath);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) yield* walk(member, pathFields.has(key));
  }
}
