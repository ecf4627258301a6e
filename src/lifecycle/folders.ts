import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dockerConfigPath } from '../build/registry/docker-config.ts';
import { type Environment, repositoryPath } from '../core/environment.ts';
import { sortableId } from '../core/ids.ts';

/** Everything that an app keeps in files: its repository, the logs of its builds, its registry credentials. */
export function appFolders(environment: Environment, app: string): string[] {
  return [
    repositoryPath(environment, app),
    join(environment.builds, app),
    dirname(dockerConfigPath(environment, app)),
  ];
}

export function removeFolders(environment: Environment, app: string): void {
  for (const folder of appFolders(environment, app)) rmSync(folder, { recursive: true, force: true });
}

/** Gives the folders of one app to another; those that were moved before are left alone. */
export function moveFolders(environment: Environment, from: string, to: string): void {
  const targets = appFolders(environment, to);
  for (const [index, source] of appFolders(environment, from).entries()) {
    if (!existsSync(source)) continue;
    setAside(targets[index]!);
    mkdirSync(dirname(targets[index]!), { recursive: true, mode: 0o700 });
    renameSync(source, targets[index]!);
  }
}

/**
 * Folders under the name of an app that does not exist, left by a crash or an incomplete restore: a new app must
 * not inherit them, and they may be all that is left of something, so they are kept under another name.
 */
export function setAsideFolders(environment: Environment, app: string): void {
  for (const folder of appFolders(environment, app)) setAside(folder);
}

function setAside(folder: string): void {
  if (existsSync(folder)) renameSync(folder, `${folder}.left-${sortableId()}`);
}
