import { readFile } from 'node:fs/promises';
import { isAlias, isCollection, isPair, isScalar, parseAllDocuments } from 'yaml';
import { refuseFolder, walkFolder } from './walk-folder.ts';

/** Of one file: Kubernetes accepts no larger object. */
const maxBytes = 1024 * 1024;

/** By which a document may grow when every alias is written out. */
const maxGrowthBytes = 4 * maxBytes;

/** What a node costs in memory besides its text. */
const nodeBytes = 64;

/**
 * Refuses files that would grow without end while they are read. Kustomize reads any file that a kustomization
 * names, and writes out every alias.
 */
export async function refuseBombs(folder: string): Promise<void> {
  for await (const { name, path, size } of walkFolder(folder)) {
    if (size > maxBytes) refuseFolder(name, `is larger than ${maxBytes / 1024} KiB`);
    if (isBomb(await readFile(path, 'utf8')))
      refuseFolder(name, 'has YAML aliases that stand for too much, or is nested too deeply');
  }
}

/** Whether a text would grow without end; also the YAML in its texts, as patches may be written. */
export function isBomb(text: string): boolean {
  if (!mayHaveAliases(text)) return false;
  try {
    return parseLeniently(text).some(({ contents }) => growthOf(contents) > maxGrowthBytes);
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

/** Parses what can be parsed: Kustomize itself reports the rest. */
export function parseLeniently(text: string) {
  return parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
}

/** Cheap, since most files have no alias. Escapes can hide both signs. */
function mayHaveAliases(text: string): boolean {
  return /\\[xuU]/.test(text) || (text.includes('&') && text.includes('*'));
}

/** The bytes by which a node grows when every alias in it is written out. */
function growthOf(root: unknown): number {
  /** Sizes of the anchored nodes by name; known from the end of each node. */
  const anchors = new Map<string, number>();
  let written = 0;
  const measure = (node: unknown): number => {
    if (isAlias(node)) return anchors.get(node.source) ?? 0;
    if (isPair(node)) return measure(node.key) + measure(node.value);
    const text = isScalar(node) && typeof node.value === 'string' ? node.value : '';
    if (text.includes('\n') && isBomb(text)) return Number.POSITIVE_INFINITY;
    let size = nodeBytes + text.length;
    written += size;
    if (isCollection(node)) for (const item of node.items) size += measure(item);
    if ((isCollection(node) || isScalar(node)) && node.anchor) anchors.set(node.anchor, size);
    return size;
  };
  return measure(root) - written;
}
