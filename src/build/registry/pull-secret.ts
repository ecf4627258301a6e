import type { DockerConfig } from './docker-config.ts';

/**
 * The content of a `kubernetes.io/dockerconfigjson` Secret, or undefined without logins. The content is `auths` only:
 * the kubelet does not support credential helpers.
 */
export function dockerConfigJson(config: DockerConfig): string | undefined {
  const auths = Object.fromEntries(
    Object.entries(config.auths)
      .filter(([, entry]) => entry.auth || entry.username)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return Object.keys(auths).length === 0 ? undefined : JSON.stringify({ auths });
}
