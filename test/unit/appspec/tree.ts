import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readAppSpec } from '../../../src/appspec/read.ts';
import { Failure } from '../../../src/core/failure.ts';

const trees = mkdtempSync(join(tmpdir(), 'appspec-'));
process.once('exit', () => rmSync(trees, { recursive: true, force: true }));

/** Writes a repository's files into a new folder. */
export async function treeOf(files: Record<string, string | Uint8Array>): Promise<string> {
  const directory = await mkdtemp(join(trees, 'tree-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  return directory;
}

export async function specOf(files: Record<string, string | Uint8Array>, app = 'demo') {
  return readAppSpec(await treeOf(files), { app });
}

/** Returns the lines of the single failure with which a tree is refused. */
export async function mistakesIn(directory: string, app = 'demo'): Promise<string[]> {
  try {
    await readAppSpec(directory, { app });
  } catch (error) {
    if (error instanceof Failure && error.code === 'appspec.invalid') return error.details;
    throw error;
  }
  return [];
}

export async function mistakesOf(
  files: Record<string, string | Uint8Array>,
  app = 'demo',
): Promise<string[]> {
  return mistakesIn(await treeOf(files), app);
}
