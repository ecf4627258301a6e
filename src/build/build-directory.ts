import { stat } from 'node:fs/promises';
import { Failure } from '../core/failure.ts';
import { locateInside } from '../core/inside-folder.ts';
import type { BuildSettings } from './settings/build-settings.ts';

/** The folder to build: `build-dir` below the tree. */
export async function buildDirectory(
  sourceDir: string,
  { app, buildDir }: Pick<BuildSettings, 'app' | 'buildDir'>,
): Promise<string> {
  const directory = await insideTree(sourceDir, buildDir || '.', 'build-dir');
  const found = directory && (await stat(directory)).isDirectory();
  if (directory && found) return directory;
  throw new Failure(`The repository has no folder ${buildDir}, which build-dir names`, {
    code: 'build.directory',
    hint: `Commit the folder, or unset the property with: dokku builder:set ${app} build-dir`,
  });
}

/**
 * The real path of `path` below `root`, or undefined when it does not exist. Throws when `path` points outside the tree,
 * by `..` or by a symbolic link: a repository must not read the server's files.
 */
export async function insideTree(root: string, path: string, property: string): Promise<string | undefined> {
  const located = await locateInside(root, path);
  if ('path' in located) return located.path;
  if (located.problem === 'missing' || located.problem === 'loop') return undefined;
  throw new Failure(`${path} (${property}) points outside the repository`, {
    code: 'build.outside',
    hint: 'Use a path inside the repository, without .. and without a symbolic link to the outside',
  });
}
