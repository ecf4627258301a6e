import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dockerConfigPath } from '../build/registry/docker-config.ts';
import { type Environment, repositoryPath } from '../core/environment.ts';
import { sortableId } from '../core/ids.ts';

/** The folders of an app: its repository, its build logs and its registry credentials. */
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

/** Moves the folders of one app to another name. Folders that an earlier call moved are skipped. */
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
 * Renames folders that a crash or an incomplete restore left under the name of an app that does not exist. A new app
 * must not inherit them. They are kept, because they may be the only copy of the data.
 */
export function setAsideFolders(environment: Environment, app: string): void {
  for (const folder of appFolders(environment, app)) setAside(folder);
}

function setAside(folder: string): void {
  if (existsSync(folder)) renameSync(folder, `${folder}.left-${sortableId()}`);
}
