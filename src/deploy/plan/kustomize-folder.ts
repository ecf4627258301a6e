import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { refuseFolder, walkFolder } from '../../kustomize/walk-folder.ts';

/** Files of a folder: relative path → content in base64. Each release record keeps it. */
export type FolderFiles = Record<string, string>;

/** Limit in bytes of a kustomize folder: every release record stores it. */
const maxFolderBytes = 1024 * 1024;

/** Reads all files of a folder. A link inside the folder becomes the file that it points to. */
export async function readFolder(folder: string): Promise<FolderFiles> {
  const files: FolderFiles = {};
  let sum = 0;
  for await (const { name, path, size } of walkFolder(folder)) {
    sum += size;
    if (sum > maxFolderBytes) refuseFolder('.', `has more than ${maxFolderBytes / 1024} KiB`);
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
