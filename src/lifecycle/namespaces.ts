import { readSettings } from '../release/read-settings.ts';
import type { Store } from '../state/store.ts';

/** Namespaces that hold objects of the app, oldest last: where its next release would go, then those of kept releases. */
export function namespacesOf(store: Store, app: string): string[] {
  const released = store.releases.list(app).map(({ spec }) => JSON.parse(spec).namespace as string);
  return [...new Set([readSettings(store, app).namespace, ...released])];
}
