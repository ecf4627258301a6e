import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { walkFolder } from './walk-folder.ts';

/** Copies the files of a folder of a repository; each link is replaced by the file it points to. */
export async function copyFolder(source: string, target: string): Promise<void> {
  await mkdir(target, { mode: 0o700, recursive: true });
  for await (const { name, path } of walkFolder(source)) {
    const copy = join(target, name);
    await mkdir(dirname(copy), { mode: 0o700, recursive: true });
    await copyFile(path, copy);
  }
}
