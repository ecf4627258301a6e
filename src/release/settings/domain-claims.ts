import { normalizeDomain } from '../../core/names.ts';
import type { Store } from '../../state/store.ts';
import type { DomainClaim } from '../routing/domain-overlap.ts';
import { defaultDomains } from './default-domains.ts';

/** The domains of all apps except those with these names, and the default domains of these apps. */
export function domainClaims(store: Store, without: readonly string[]): DomainClaim[] {
  const apps = store.apps.names().filter((app) => !without.includes(app));
  return apps.flatMap((app) => {
    // Older versions stored domains as they were written.
    const listed = store.domains.list(app).map((domain) => normalizeDomain(domain) ?? domain);
    const defaults = defaultDomains(store, app).filter((domain) => !listed.includes(domain));
    return [
      ...listed.map((domain) => ({ app, domain, isDefault: false })),
      ...defaults.map((domain) => ({ app, domain, isDefault: true })),
    ];
  });
}
