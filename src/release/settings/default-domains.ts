import { GLOBAL } from '../../state/scope.ts';
import type { Store } from '../../state/store.ts';

/** One domain below each global domain. A global domain that is an IP address has no subdomains and gives none. */
export function defaultDomains(store: Store, app: string): string[] {
  return store.domains
    .list(GLOBAL)
    .filter((domain) => !/^[\d.:]+$/.test(domain))
    .map((domain) => `${app}.${domain}`);
}
