import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Findings } from './findings.ts';
import { isInside, isMissing, isSafePath } from './tree.ts';

const sizeLimit = 1024 * 1024;

/**
 * The text of a file of the tree, or undefined when there is none. Links out of the tree, devices, files over
 * 1 MiB and text that is not UTF-8 become mistakes.
 */
export async function readTextFile(
  directory: string,
  path: string,
  findings: Findings,
): Promise<string | undefined> {
  if (!isSafePath(path)) {
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
  try {
    const real = await realpath(join(directory, path));
    if (!(await isInside(directory, real))) return void refuse('is a link that leaves the repository');
    // Without O_NONBLOCK, opening a named pipe would wait for its writer.
    const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const facts = await file.stat();
      if (!facts.isFile())
        return void refuse(facts.isDirectory() ? 'is a folder, not a file' : 'is not an ordinary file');
      if (facts.size > sizeLimit) return void refuse(`is larger than ${sizeLimit / 1024} KiB`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENXIO') return void refuse('is not an ordinary file');
    if (code === 'ELOOP') return void refuse('is a link that leads to itself');
    if (isMissing(error)) return undefined;
    throw error;
  }
}
