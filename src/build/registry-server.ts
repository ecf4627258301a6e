import { canonicalHost } from './registry/reference.ts';

/** `registry:set server` as it is understood: a host and perhaps a path, `http://` before it when it has no TLS. */
export interface RegistryServer {
  host: string;
  /** What comes before the name of every image: `` or `team/`. */
  prefix: string;
  plain: boolean;
}

/** An empty value and every name of Docker Hub mean Docker Hub. */
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

/** The words of a comma list. */
export function listOf(value: string): string[] {
  return value
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}
