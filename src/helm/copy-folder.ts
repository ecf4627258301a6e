import { copyFile, lstat, mkdir, readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Failure } from '../core/failure.ts';

const limits = { files: 1000, bytes: 10 * 1024 * 1024 };

/**
 * Copies a folder of a repository. Links become what they point to; those that leave the folder, devices and
 * folders beyond all measure are refused.
 */
export async function copyFolder(source: string, target: string): Promise<void> {
  const root = await realpath(source);
  const seen = { files: 0, bytes: 0 };
  const copy = async (from: string, to: string, depth: number): Promise<void> => {
    const shown = relative(root, from);
    const real = await realpath(from).catch(() => refuse(shown, 'is a link that leads nowhere'));
    if (real !== root && !real.startsWith(root + sep)) refuse(shown, 'is a link that leaves the folder');
    const facts = await lstat(real);
    if (facts.isDirectory()) {
      // A link to a folder above itself would never end.
      if (depth > 20) refuse(shown, 'is nested too deeply');
      await mkdir(to, { mode: 0o700, recursive: true });
      for (const name of await readdir(real)) await copy(join(from, name), join(to, name), depth + 1);
      return;
    }
    if (!facts.isFile()) refuse(shown, 'is not an ordinary file');
    seen.files++;
    seen.bytes += facts.size;
    if (seen.files > limits.files) refuse('.', `has more than ${limits.files} files`);
    if (seen.bytes > limits.bytes) refuse('.', `has more than ${limits.bytes / 1024 / 1024} MiB`);
    await copyFile(real, to);
  };
  await copy(root, target, 0);
}

function refuse(path: string, what: string): never {
  throw new Failure(`The Kustomize folder cannot be used: ${path || '.'} ${what}`, {
    code: 'kustomize.folder',
    hint: 'Put what belongs to it into the folder, commit and push again',
  });
}
