import type { ReleaseSpec } from './types.ts';

/** Where a release answers, sorted; a wildcard domain stands for no address of its own. */
export function urlsOf({ routing }: Pick<ReleaseSpec, 'routing'>): string[] {
  const hosts = routing?.hosts.filter(({ wildcard }) => !wildcard) ?? [];
  return hosts.map(({ domain, tls }) => `${tls ? 'https' : 'http'}://${domain}`).sort();
}
