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
import { writeAttributes, writeIfChanged } from './attributes.ts';
import { gitClient, initBare } from './client.ts';
import { objectChecks } from './harmless-faults.ts';
import { type ObjectFormat, removeOtherFormat } from './object-format.ts';

/** The path of an app's bare repository. Creates a missing repository and updates the settings of an old one. */
export async function ensureRepository(environment: Environment, app: string): Promise<string> {
  return ensureRepositoryAt(environment, repositoryPath(environment, app));
}

/** Creates or repairs the repository of an app, with a given object format. */
export async function initializeRepository(
  environment: Environment,
  app: string,
  format?: ObjectFormat,
): Promise<void> {
  const path = repositoryPath(environment, app);
  if (format) await removeOtherFormat(path, app, format);
  await ensureRepositoryAt(environment, path, format);
}

/** Copies a bare repository with all its refs. Git copies, so a concurrent push is copied whole or not at all. */
export async function copyRepository(from: string, to: string): Promise<void> {
  const parent = await gitClient(dirname(to));
  await parent.clone(from, to, { '--mirror': null, '--no-hardlinks': null, '--template=': null });
  const copy = await gitClient(to);
  await copy.removeRemote('origin');
}

/** The path of an app's repository for readers, who do not create the repository of an app that was never pushed. */
export async function repositoryToRead(environment: Environment, app: string): Promise<string> {
  const path = repositoryPath(environment, app);
  return existsSync(join(path, 'HEAD'))
    ? ensureRepositoryAt(environment, path)
    : ensureEmptyRepository(environment);
}

/** A repository without refs, for a client that is about to push an app that does not exist yet. */
export async function ensureEmptyRepository(environment: Environment): Promise<string> {
  return ensureRepositoryAt(environment, join(environment.repos, '.empty'));
}

async function ensureRepositoryAt(
  environment: Environment,
  path: string,
  format: ObjectFormat = 'sha1',
): Promise<string> {
  if (!existsSync(join(path, 'HEAD'))) await create(environment, path, format);
  configure(path, environment);
  return path;
}

/** Creates the whole repository at once or not at all, also when two pushes arrive together. */
async function create({ repos }: Environment, path: string, format: ObjectFormat): Promise<void> {
  mkdirSync(repos, { recursive: true, mode: 0o700 });
  const fresh = mkdtempSync(join(repos, '.new-'));
  try {
    await initBare(fresh, format);
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(join(path, 'HEAD'))) throw error;
  }
}

/** Our settings have a file of their own, rewritten when the installation has moved. The administrator's file stays. */
function configure(path: string, { installation }: Environment): void {
  const hooks = join(installation, 'hooks').replaceAll(/["\\]/g, '\\$&');
  // bigFileThreshold: git streams larger files in pieces, so that a push needs little memory.
  // shallowUpdate: our hook explains why a shallow push is refused; git does not.
  // gc: some pushes pack the objects afterwards, in the background, so that nobody waits for it.
  const ours = `[core]
	hooksPath = "${hooks}"
	bigFileThreshold = 16m
[receive]
	advertisePushOptions = true
	shallowUpdate = true
	autogc = true
[gc]
	autoDetach = true
${objectChecks('receive')}`;
  writeIfChanged(join(path, 'dokku.config'), ours);
  const config = join(path, 'config');
  if (!readFileSync(config, 'utf8').includes('path = dokku.config'))
    appendFileSync(config, '[include]\n\tpath = dokku.config\n');
  writeAttributes(path);
}
