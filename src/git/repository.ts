import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Environment, repositoryPath } from '../core/environment.ts';
import { writeAttributes, writeIfOther } from './attributes.ts';
import { gitClient, initBare } from './client.ts';

/** The path of the bare repository of an app, which is created when it is missing and gets today's settings. */
export async function ensureRepository(environment: Environment, app: string): Promise<string> {
  return ensureRepositoryAt(environment, repositoryPath(environment, app));
}

/** Copies a bare repository with all its refs. Git does it, so a push that arrives meanwhile is in the copy or is not. */
export async function copyRepository(from: string, to: string): Promise<void> {
  const parent = await gitClient(dirname(to));
  await parent.clone(from, to, { '--mirror': null, '--no-hardlinks': null, '--template=': null });
  const copy = await gitClient(to);
  await copy.removeRemote('origin');
}

/** The repository of an app for somebody who only looks: one that nobody pushed to yet is not created for it. */
export async function repositoryToRead(environment: Environment, app: string): Promise<string> {
  const path = repositoryPath(environment, app);
  return existsSync(join(path, 'HEAD'))
    ? ensureRepositoryAt(environment, path)
    : ensureEmptyRepository(environment);
}

/** A repository without refs: what somebody sees who is about to push an app that does not exist yet. */
export async function ensureEmptyRepository(environment: Environment): Promise<string> {
  return ensureRepositoryAt(environment, join(environment.repos, '.empty'));
}

async function ensureRepositoryAt(environment: Environment, path: string): Promise<string> {
  if (!existsSync(join(path, 'HEAD'))) await create(environment, path);
  configure(path, environment);
  return path;
}

/** The repository appears whole or not at all, also when two pushes arrive at once. */
async function create({ repos }: Environment, path: string): Promise<void> {
  mkdirSync(repos, { recursive: true, mode: 0o700 });
  const fresh = mkdtempSync(join(repos, '.new-'));
  try {
    await initBare(fresh);
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(join(path, 'HEAD'))) throw error;
  }
}

/** Our settings are in a file of their own, rewritten when the installation has moved; the administrator's stay. */
function configure(path: string, { installation }: Environment): void {
  const hooks = join(installation, 'hooks').replaceAll(/["\\]/g, '\\$&');
  // bigFileThreshold: larger files go through git in pieces, so that a push needs little memory.
  // shallowUpdate: our hook explains what is wrong with a shallow push, git does not.
  // gc: now and then a push packs the objects, in the background, where nobody waits for it.
  const ours = `[core]
	hooksPath = "${hooks}"
	bigFileThreshold = 16m
[receive]
	advertisePushOptions = true
	fsckObjects = true
	shallowUpdate = true
	autogc = true
[gc]
	autoDetach = true
`;
  writeIfOther(join(path, 'dokku.config'), ours);
  const config = join(path, 'config');
  if (!readFileSync(config, 'utf8').includes('path = dokku.config'))
    appendFileSync(config, '[include]\n\tpath = dokku.config\n');
  writeAttributes(path);
}
