import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Failure } from '../core/failure.ts';
import { locateInside } from '../core/inside-folder.ts';

const limits = { files: 1000, bytes: 10 * 1024 * 1024 };

export interface FolderFile {
  /** Path below the folder. */
  name: string;
  /** The path of the content: for a link, the file that it points to. */
  path: string;
  /** Bytes. */
  size: number;
}

/**
 * The files of a folder of a repository, with links replaced by the files that they point to. Refuses links that leave
 * the folder, devices, and folders above the limits.
 */
export async function* walkFolder(source: string): AsyncGenerator<FolderFile> {
  const root = await realpath(source);
  const seen = { files: 0, bytes: 0 };
  const walk = async function* (path: string, depth: number): AsyncGenerator<FolderFile> {
    const name = relative(root, path);
    const located = await locateInside(root, name);
    if ('problem' in located) return refuseFolder(name, problemOf(name, located.problem));
    const real = located.path;
    const facts = await lstat(real);
    if (facts.isDirectory()) {
      // A link to a parent folder would never end.
      if (depth > 20) refuseFolder(name, 'is nested too deeply');
      for (const member of (await readdir(real)).sort()) yield* walk(join(path, member), depth + 1);
      return;
    }
    if (!facts.isFile()) refuseFolder(name, 'is not an ordinary file');
    seen.files++;
    seen.bytes += facts.size;
    if (seen.files > limits.files) refuseFolder('.', `has more than ${limits.files} files`);
    if (seen.bytes > limits.bytes) refuseFolder('.', `has more than ${limits.bytes / 1024 / 1024} MiB`);
    yield { name, path: real, size: facts.size };
  };
  yield* walk(root, 0);
}

function problemOf(name: string, problem: string): string {
  // As a string, a name that is not UTF-8 names another file.
  if (name.includes('\ufffd')) return 'is not UTF-8';
  return problem === 'missing' || problem === 'loop'
    ? 'is a link that points to nothing'
    : 'is a link that leaves the folder';
}

export function refuseFolder(path: string, what: string): never {
  throw new Failure(`The Kustomize folder cannot be used: ${path || '.'} ${what}`, {
    code: 'kustomize.folder',
    hint: 'Put every file that the folder needs into the folder, commit and push again',
  });
}
