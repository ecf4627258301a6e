import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Failure } from '../core/failure.ts';

/** Ordinary files of a folder: relative path → content in base64. It is kept in each release's record. */
export type FolderFiles = Record<string, string>;

/** What a kustomize folder may weigh in all, in bytes: it is stored with every release. */
const limit = 1024 * 1024;

/** Reads a folder whole. Links and special files are refused: what they show is not in the repository. */
export async function readFolder(folder: string, shownAs: string): Promise<FolderFiles> {
  const files: FolderFiles = {};
  let size = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (!entry.isFile()) throw refused(shownAs, `${name} is not an ordinary file (links are not followed)`);
    size += (await lstat(path)).size;
    if (size > limit) throw refused(shownAs, `it holds more than ${limit / 1024} KiB`);
    files[name] = await readFile(path, 'base64');
  }
  return files;
}

export async function writeFolder(folder: string, files: FolderFiles): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { encoding: 'base64' });
  }
}

function refused(folder: string, why: string): Failure {
  return new Failure(`The folder ${folder} cannot be used: ${why}`, {
    code: 'kustomize.folder',
    hint: 'Put the files themselves into the folder, commit and push again',
  });
}
