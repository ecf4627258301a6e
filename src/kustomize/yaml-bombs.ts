import { readFile } from 'node:fs/promises';
import { isAlias, isCollection, isPair, isScalar, parseAllDocuments } from 'yaml';
import { refuseFolder, walkFolder } from './walk-folder.ts';

/** For one file: Kubernetes does not accept larger objects. */
const maxBytes = 1024 * 1024;

/** Maximum growth of a document when every alias is written out. */
const maxGrowthBytes = 4 * maxBytes;

/** Memory of a node besides its text. */
const nodeBytes = 64;

/**
 * Refuses files that would grow without limit when they are read. Kustomize reads any file that a kustomization
 * names, and writes out every alias.
 */
export async function refuseBombs(folder: string): Promise<void> {
  for await (const { name, path, size } of walkFolder(folder)) {
    if (size > maxBytes) refuseFolder(name, `is larger than ${maxBytes / 1024} KiB`);
    if (isBomb(await readFile(path, 'utf8')))
      refuseFolder(name, 'has YAML aliases that expand to too much data, or is nested too deeply');
  }
}

/** Whether a text would grow without limit. Also checks YAML inside its strings, since patches may be strings. */
export function isBomb(text: string): boolean {
  if (!mayHaveAliases(text)) return false;
  try {
    return parseLeniently(text).some(({ contents }) => growthOf(contents) > maxGrowthBytes);
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

/** Parses as much as possible: Kustomize itself reports errors. */
export function parseLeniently(text: string) {
  return parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
}

/** A cheap check, since most files have no alias. Escapes can hide both characters. */
function mayHaveAliases(text: string): boolean {
  return /\\[xuU]/.test(text) || (text.includes('&') && text.includes('*'));
}

/** The bytes by which a node grows when every alias in it is written out. */
function growthOf(root: unknown): number {
  /** Sizes of the anchored nodes by name; each is known at the end of its node. */
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
