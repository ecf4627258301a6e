import type { ReleaseSpec } from './types.ts';

/** Returns the URLs of a release, sorted. A wildcard domain has no URL. */
export function urlsOf({ routing }: Pick<ReleaseSpec, 'routing'>): string[] {
  const hosts = routing?.hosts.filter(({ wildcard }) => !wildcard) ?? [];
  return hosts.map(({ domain, tls }) => `${tls ? 'https' : 'http'}://${domain}`).sort();
}
