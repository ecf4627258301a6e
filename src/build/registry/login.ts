import { hostOfKey, hubKey } from './credentials.ts';
import type { DockerConfig } from './docker-config.ts';
import { canonicalHost } from './reference.ts';

/** The configuration with another login, which replaces older logins for the same registry under any key. */
export function withLogin(
  config: DockerConfig,
  host: string,
  username: string,
  password: string,
): DockerConfig {
  const cleared = withoutLogin(config, host) ?? config;
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  return { ...cleared, auths: { ...cleared.auths, [keyOf(host)]: { auth } } };
}

/** The configuration without the login of `host`; undefined when `host` has no login. */
export function withoutLogin(config: DockerConfig, host: string): DockerConfig | undefined {
  const wanted = canonicalHost(host);
  const kept = Object.entries(config.auths).filter(([key]) => hostOfKey(key) !== wanted);
  if (kept.length === Object.keys(config.auths).length) return undefined;
  return { ...config, auths: Object.fromEntries(kept) };
}

function keyOf(host: string): string {
  const canonical = canonicalHost(host);
  return canonical === 'docker.io' ? hubKey : canonical;
}
