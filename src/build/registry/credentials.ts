import { Failure } from '../../core/failure.ts';
import type { DockerAuth, DockerConfig } from './docker-config.ts';
import { canonicalHost } from './reference.ts';

export interface Credentials {
  username: string;
  password: string;
  /** A refresh token that replaces user and password. */
  identityToken: string | undefined;
}

/** The key that Docker itself stores Docker Hub's login under. */
export const hubKey = 'https://index.docker.io/v1/';

/**
 * The login for a registry, found as Docker finds it; undefined when there is none. Throws a Failure when the only
 * login is held by a credential helper, because neither a pod nor a build on another machine can call it.
 */
export function credentialsFor(config: DockerConfig, host: string): Credentials | undefined {
  const wanted = canonicalHost(host);
  const entry = Object.entries(config.auths).find(([key]) => hostOfKey(key) === wanted)?.[1];
  const decoded = entry && decode(entry);
  if (decoded) return decoded;
  const helper = config.credHelpers?.[wanted] ?? config.credsStore;
  if (!helper) return undefined;
  throw new Failure(
    `The login for ${wanted} is stored in the credential helper ${helper}, which the cluster cannot use`,
    {
      code: 'registry.credential-helper',
      hint: `Store a login without the helper: dokku registry:login --password-stdin --global ${wanted} <user>`,
    },
  );
}

/** Keys are hosts or URLs: `ghcr.io`, `https://ghcr.io`, `https://index.docker.io/v1/`. */
export function hostOfKey(key: string): string {
  return canonicalHost(key.replace(/^https?:\/\//, '').replace(/\/.*$/, ''));
}

function decode(entry: DockerAuth): Credentials | undefined {
  const { username = '', password = '', identitytoken } = entry;
  if (!entry.auth) {
    return username || identitytoken ? { username, password, identityToken: identitytoken } : undefined;
  }
  const text = Buffer.from(entry.auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return undefined;
  // Some versions of Docker pad the password with NUL bytes.
  const secret = text.slice(colon + 1).replace(/\0+$/, '');
  return { username: text.slice(0, colon), password: secret, identityToken: identitytoken || undefined };
}
