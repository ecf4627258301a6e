import { RegistryClient } from './client.ts';
import { credentialsFor } from './credentials.ts';
import type { DockerConfig } from './docker-config.ts';
import { canonicalHost } from './reference.ts';

/** How registries are reached and with which logins. */
export interface RegistryAccess {
  dockerConfig: DockerConfig;
  /** Hosts, with their ports, that speak plain HTTP. */
  insecure: readonly string[];
  /** Host that is asked for what Docker Hub would hold, as the nodes' mirror is. */
  hubMirror: string | undefined;
}

export function connect(access: RegistryAccess, host: string, signal?: AbortSignal): RegistryClient {
  const address = host === 'docker.io' && access.hubMirror ? access.hubMirror : host;
  return new RegistryClient(address, {
    insecure: isInsecure(access, address),
    credentials: credentialsFor(access.dockerConfig, address),
    signal,
  });
}

/** This machine's own addresses never carry TLS, as Docker decides too. */
export function isInsecure(access: Pick<RegistryAccess, 'insecure'>, host: string): boolean {
  const name = canonicalHost(host).replace(/:\d+$/, '');
  return (
    name === 'localhost' ||
    name === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(name) ||
    access.insecure.includes(host)
  );
}
