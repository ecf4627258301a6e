import { canonicalHost } from '../registry/reference.ts';

/** The parts of `registry:set server`: a host, an optional path, and `http://` for a registry without TLS. */
export interface RegistryServer {
  host: string;
  /** The prefix of every image name: empty, or for example `team/`. */
  prefix: string;
  plain: boolean;
}

/** An empty value and every name of Docker Hub stand for Docker Hub. */
export function readServer(value: string): RegistryServer {
  const [host = '', ...path] = value
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
    .split('/');
  return {
    host: canonicalHost(host || 'docker.io'),
    prefix: path.map((part) => `${part}/`).join(''),
    plain: value.startsWith('http://'),
  };
}

/** The items of a list separated by commas. */
export function listOf(value: string): string[] {
  return value
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}
