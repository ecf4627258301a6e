import { RegistryClient } from './client.ts';
import { credentialsFor } from './credentials.ts';
import type { DockerConfig } from './docker-config.ts';
import { canonicalHost } from './reference.ts';

/** The addresses, protocols and logins of registries. */
export interface RegistryAccess {
  dockerConfig: DockerConfig;
  /** Hosts, with ports, that use plain HTTP. */
  insecure: readonly string[];
  /** Host of the mirror of Docker Hub, the same as the nodes use. */
  hubMirror: string | undefined;
}

export function connectRegistry(access: RegistryAccess, host: string, signal?: AbortSignal): RegistryClient {
  const address = host === 'docker.io' && access.hubMirror ? access.hubMirror : host;
  return new RegistryClient(address, {
    insecure: isInsecure(access, address),
    credentials: credentialsFor(access.dockerConfig, address),
    signal,
  });
}

/** Addresses of this machine never use TLS. Docker has the same rule. */
export function isInsecure(access: Pick<RegistryAccess, 'insecure'>, host: string): boolean {
  const name = canonicalHost(host).replace(/:\d+$/, '');
  return (
    name === 'localhost' ||
    name === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(name) ||
    access.insecure.includes(host)
  );
}
