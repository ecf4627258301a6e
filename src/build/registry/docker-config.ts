import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Environment } from '../../core/environment.ts';
import { Failure } from '../../core/failure.ts';
import { randomHex } from '../../core/ids.ts';
import type { Store } from '../../state/store.ts';

/** Docker's client configuration, the part that concerns registries. Source: `docker login`'s `config.json`. */
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

/** An absent file is an empty configuration. Throws a Failure that names the file when it is not readable. */
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
    throw new Failure(`${file} is not valid JSON, so the registry credentials cannot be read`, {
      code: 'registry.config',
      hint: 'Repair the file, or remove it and log in again with: dokku registry:login --password-stdin --global <server> <user>',
      cause,
    });
  }
}

/**
 * What an app's builds and pods authenticate with: the server's logins overlaid by the app's own,
 * so that a login of the app adds to the server's and hides none but its own registry's.
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
 * Changes the file under the write lock of the database: of two logins at once, neither loses the other's. An error
 * that `change` throws leaves the file as it is.
 */
export function changeDockerConfig(
  store: Pick<Store, 'transaction'>,
  file: string,
  change: (config: DockerConfig) => DockerConfig,
): void {
  store.transaction(() => writeDockerConfig(file, change(readDockerConfig(file))));
}

/** Replaces the file as a whole, readable by its owner only; a reader sees the old or the new one. */
export function writeDockerConfig(file: string, config: DockerConfig): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomHex()}`;
  writeFileSync(draft, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
