import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Environment } from '../../core/environment.ts';
import { Failure } from '../../core/failure.ts';
import { randomHex } from '../../core/ids.ts';
import type { Store } from '../../state/store.ts';

/** The registry part of Docker's client configuration. Source: `docker login`'s `config.json`. */
export interface DockerConfig {
  auths: Record<string, DockerAuth>;
  credsStore?: string;
  credHelpers?: Record<string, string>;
}

export interface DockerAuth {
  /** Base64 of `user:password`. */
  auth?: string;
  username?: string;
  password?: string;
  identitytoken?: string;
}

/** The file of one app, or of the whole server when `app` is undefined. */
export function dockerConfigPath(environment: Environment, app?: string): string {
  return app === undefined
    ? join(environment.docker, 'config.json')
    : join(environment.docker, 'apps', app, 'config.json');
}

/** Reads the file; a missing file is an empty configuration. Throws a Failure that names an unreadable file. */
function readDockerConfig(file: string): DockerConfig {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { auths: {} };
    throw error;
  }
  try {
    const parsed = JSON.parse(text) as Partial<DockerConfig>;
    return { ...parsed, auths: parsed.auths ?? {} };
  } catch (cause) {
    throw new Failure(`Could not read the registry credentials: ${file} is not valid JSON`, {
      code: 'registry.config',
      hint: 'Repair the file, or delete the file and log in again: dokku registry:login --password-stdin --global <server> <user>',
      cause,
    });
  }
}

/**
 * The logins of an app's builds and pods: the logins of the server, overlaid by the logins of the app. A login of the
 * app hides only the server's login for the same registry.
 */
export function effectiveDockerConfig(environment: Environment, app: string): DockerConfig {
  const server = readDockerConfig(dockerConfigPath(environment));
  const own = readDockerConfig(dockerConfigPath(environment, app));
  return {
    auths: { ...server.auths, ...own.auths },
    credsStore: own.credsStore ?? server.credsStore,
    credHelpers: { ...server.credHelpers, ...own.credHelpers },
  };
}

/**
 * Changes the file under the write lock of the database, so that two simultaneous logins are both stored. When `change`
 * throws, the file is unchanged.
 */
export function changeDockerConfig(
  store: Pick<Store, 'transaction'>,
  file: string,
  change: (config: DockerConfig) => DockerConfig,
): void {
  store.transaction(() => writeDockerConfig(file, change(readDockerConfig(file))));
}

/** Replaces the file atomically, readable by its owner only. */
export function writeDockerConfig(file: string, config: DockerConfig): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomHex()}`;
  writeFileSync(draft, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
