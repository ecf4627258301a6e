import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isPlainPath, locateInside } from '../core/inside-folder.ts';
import type { Findings } from './findings.ts';

const maxBytes = 1024 * 1024;

/**
 * Reads a text file of the tree; undefined if the file is missing. Reports links out of the tree, devices, files over 1
 * MiB and text that is not UTF-8 as mistakes.
 */
export async function readTextFile(
  directory: string,
  path: string,
  findings: Findings,
): Promise<string | undefined> {
  if (!isPlainPath(path)) {
    findings.mistake(path, 'must be a path inside the repository');
    return undefined;
  }
  const bytes = await readBytes(directory, path, (problem) => findings.mistake(path, problem));
  if (!bytes) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    findings.mistake(path, 'is not UTF-8 text');
    return undefined;
  }
}

async function readBytes(directory: string, path: string, refuse: (problem: string) => void) {
  const located = await locateInside(directory, path);
  if ('problem' in located) {
    if (located.problem === 'loop') refuse('is a link that points to itself');
    else if (located.problem !== 'missing') refuse('is a link that leaves the repository');
    return undefined;
  }
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for its writer.
    const file = await open(located.path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const facts = await file.stat();
      if (!facts.isFile())
        return void refuse(facts.isDirectory() ? 'is a folder, not a file' : 'is not an ordinary file');
      if (facts.size > maxBytes) return void refuse(`is larger than ${maxBytes / 1024} KiB`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENXIO') return void refuse('is not an ordinary file');
    throw error;
  }
}
