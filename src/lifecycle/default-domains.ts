import { GLOBAL } from '../state/scope.ts';
import type { Store } from '../state/store.ts';

/** Every global domain that is a name gives an app one below it; an address cannot have names below. */
export function defaultDomains(store: Store, app: string): string[] {
  return store.domains
    .list(GLOBAL)
    .filter((domain) => !/^[\d.:]+$/.test(domain))
    .map((domain) => `${app}.${domain}`);
}
