import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../core/failure.ts';
import { git } from './git.ts';

/** The hash functions with which Git can name objects. A repository has one of them for ever. */
export const objectFormats = ['sha1', 'sha256'] as const;
export type ObjectFormat = (typeof objectFormats)[number];

/** The format of the repository that an object id comes from. */
export function objectFormatOf(id: string): ObjectFormat {
  return id.length === 64 ? 'sha256' : 'sha1';
}

/** Removes a repository of another format, so that it can be created again. Throws when it has refs. */
export async function removeOtherFormat(path: string, app: string, wanted: ObjectFormat): Promise<void> {
  if (!existsSync(join(path, 'HEAD'))) return;
  const { stdout } = await git(path, ['rev-parse', '--show-object-format']);
  const format = stdout.trim();
  if (format === wanted) return;
  if ((await git(path, ['for-each-ref', '--count=1'])).stdout !== '') {
    throw new Failure(`The repository of ${app} has commits in the object format ${format}`, {
      code: 'git.object-format',
      hint:
        wanted === 'sha256'
          ? 'Use another app: dokku apps:create <app> && dokku git:initialize --object-format sha256 <app>'
          : 'Use another app: dokku apps:create <app>',
    });
  }
  // The other name belongs to no app, so a push that arrives now finds no half of a repository.
  const removed = `${path}.removed`;
  renameSync(path, removed);
  rmSync(removed, { recursive: true });
}
