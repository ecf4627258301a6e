import { closeSync, lstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { filesBelow } from '../exec/files-below.ts';
import { git } from './git.ts';

/** The first line of a pointer. Source: Git LFS, docs/spec.md, "The Pointer". */
const firstLine = Buffer.from('version https://git-lfs.github.com/spec/v1\n');

/** A pointer is smaller. Source: the same. */
const maxPointerBytes = 1024;

/**
 * The files of an extracted tree that `.gitattributes` gives to Git LFS, and that are only pointers to their contents.
 * Another file with the same text is not a pointer: Git LFS would check it out unchanged.
 */
export async function lfsPointers(repository: string, tree: string, signal: AbortSignal): Promise<string[]> {
  const folder = Buffer.from(tree);
  const files = [...filesBelow(folder)];
  if (!files.some(usesLfs)) return [];
  const pointers = files.filter(isPointer).map((path) => path.subarray(folder.length + 1));
  if (pointers.length === 0) return [];
  const input = Buffer.concat(pointers.flatMap((path) => [path, Buffer.of(0)]));
  const { stdout } = await git(repository, ['--work-tree', tree, 'check-attr', '-z', '--stdin', 'filter'], {
    cwd: tree,
    input,
    signal,
  });
  const answers = stdout.split('\0');
  return pointers.flatMap((_, index) => {
    const [path, , filter] = answers.slice(index * 3);
    return path !== undefined && filter === 'lfs' ? [path] : [];
  });
}

const attributesName = Buffer.from('/.gitattributes');

function usesLfs(path: Buffer): boolean {
  return (
    path.subarray(-attributesName.length).equals(attributesName) &&
    lstatSync(path).isFile() &&
    readFileSync(path).includes('filter=lfs')
  );
}

function isPointer(path: Buffer): boolean {
  const facts = lstatSync(path);
  if (!facts.isFile() || facts.size >= maxPointerBytes || facts.size < firstLine.length) return false;
  const start = Buffer.alloc(firstLine.length);
  const file = openSync(path, 'r');
  try {
    readSync(file, start);
  } finally {
    closeSync(file);
  }
  return start.equals(firstLine);
}
