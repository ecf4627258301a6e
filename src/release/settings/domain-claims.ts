import { normalizeDomain } from '../../core/names.ts';
import { parseManifest } from '../../helm/manifest.ts';
import type { Store } from '../../state/store.ts';
import { routedHosts } from '../policy/routed-hosts.ts';
import type { DomainClaim } from '../routing/domain-overlap.ts';
import type { ReleaseSpec } from '../types.ts';
import { defaultDomains } from './default-domains.ts';

/**
 * The domains of all apps except those with these names: what they list, their default domains, and the hosts that their
 * Kustomize folders route.
 */
export function domainClaims(store: Store, without: readonly string[]): DomainClaim[] {
  const apps = store.apps.names().filter((app) => !without.includes(app));
  return apps.flatMap((app) => {
    // Older versions stored domains as they were written.
    const listed = store.domains.list(app).map((domain) => normalizeDomain(domain) ?? domain);
    const defaults = defaultDomains(store, app).filter((domain) => !listed.includes(domain));
    return [
      ...listed.map((domain) => ({ app, domain, kind: 'listed' as const })),
      ...defaults.map((domain) => ({ app, domain, kind: 'default' as const })),
      ...routedDomains(store, app)
        .filter((domain) => ![...listed, ...defaults].includes(domain))
        .map((domain) => ({ app, domain, kind: 'routed' as const })),
    ];
  });
}

/** The hosts of the serving release besides those that the chart routes: a removed domain is free at once. */
function routedDomains({ releases }: Store, app: string): string[] {
  const release = releases.currentWithFolder(app);
  if (!release) return [];
  const { routing }: Partial<ReleaseSpec> = JSON.parse(release.spec);
  const ofChart = routing?.hosts.map(({ domain }) => domain) ?? [];
  const hosts = parseManifest(release.manifest).objects.flatMap((object) =>
    routedHosts(object).flatMap(({ host }) => host ?? []),
  );
  return [...new Set(hosts)].filter((host) => !ofChart.includes(host));
}
