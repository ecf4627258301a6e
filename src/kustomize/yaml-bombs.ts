import { readFile } from 'node:fs/promises';
import { isAlias, isCollection, isPair, isScalar, parseAllDocuments } from 'yaml';
import { refuseFolder, walkFolder } from './walk-folder.ts';

/** Bytes of one file; Kubernetes takes no object that is larger. */
const maxSize = 1024 * 1024;

/** Bytes by which a document may grow when what each alias stands for is written out. */
const maxGrowth = 4 * maxSize;

/** What a node costs in memory besides its text, in bytes. */
const nodeCost = 64;

/**
 * Refuses files that would grow without end while they are read. Kustomize reads every file that is named to it, under
 * any name, and writes out every alias.
 */
export async function refuseBombs(folder: string): Promise<void> {
  for await (const { name, path, size } of walkFolder(folder)) {
    if (size > maxSize) refuseFolder(name, `is larger than ${maxSize / 1024} KiB`);
    if (isBomb(await readFile(path, 'utf8')))
      refuseFolder(name, 'has YAML aliases that stand for too much, or is nested too deeply');
  }
}

/** Whether a text would grow without end; also the YAML in its texts, as patches may be written. */
export function isBomb(text: string): boolean {
  if (!mayHaveAliases(text)) return false;
  try {
    return parseLeniently(text).some(({ contents }) => growthOf(contents) > maxGrowth);
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

/** Kustomize itself reports what cannot be parsed. The documents that can be parsed are checked anyway. */
export function parseLeniently(text: string) {
  return parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
}

/** A look that costs nothing, for the files that most folders consist of. Escapes can hide both signs. */
function mayHaveAliases(text: string): boolean {
  return /\\[xuU]/.test(text) || (text.includes('&') && text.includes('*'));
}

/** Bytes that a node has more with every alias written out than as it stands there. */
function growthOf(root: unknown): number {
  /** By name, what an anchor stands for. It is known from the end of its node on. */
  const anchors = new Map<string, number>();
  let written = 0;
  const measure = (node: unknown): number => {
    if (isAlias(node)) return anchors.get(node.source) ?? 0;
    if (isPair(node)) return measure(node.key) + measure(node.value);
    const text = isScalar(node) && typeof node.value === 'string' ? node.value : '';
    if (text.includes('\n') && isBomb(text)) return Number.POSITIVE_INFINITY;
    let size = nodeCost + text.length;
    written += size;
    if (isCollection(node)) for (const item of node.items) size += measure(item);
    if ((isCollection(node) || isScalar(node)) && node.anchor) anchors.set(node.anchor, size);
    return size;
  };
  return measure(root) - written;
}
