import type { ReleaseRef } from '../../helm/arguments.ts';
import { readSettings } from '../../release/settings/read-settings.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { Store } from '../../state/store.ts';
import { pendingRename } from './pending-rename.ts';

// A place is where a Helm release is: its name, which is the app's, and a namespace. An app changes its place when it
// is renamed and when its namespace is changed. For a moment it is in both then.

/** Names that are the app's own: the present one, and the one before as long as a rename is not finished. */
export function namesOf(store: Store, app: string): string[] {
  return [app, pendingRename(store, app)].filter((name) => name !== undefined);
}

/** Namespaces that hold objects of the app: where its next release would go, then those of kept releases. */
function namespacesOf(store: Store, app: string): string[] {
  return [...new Set([readSettings(store, app).namespace, ...store.releases.namespaces(app)])];
}

/** Every place in which something of the app may be. */
export function locationsOf(store: Store, app: string): ReleaseRef[] {
  const namespaces = namespacesOf(store, app);
  return namesOf(store, app).flatMap((release) => namespaces.map((namespace) => ({ release, namespace })));
}

export function locationOf({ app, namespace }: Pick<ReleaseSpec, 'app' | 'namespace'>): ReleaseRef {
  return { release: app, namespace };
}

export function isSamePlace(a: ReleaseRef, b: ReleaseRef): boolean {
  return a.release === b.release && a.namespace === b.namespace;
}

/** The release that serves, when it does so from another place than the one that `spec` goes to. */
export function currentReleaseIfElsewhere(
  store: Store,
  app: string,
  spec: ReleaseSpec,
): ReleaseSpec | undefined {
  const parts = store.releases.currentParts(app);
  const serving: ReleaseSpec | undefined = parts && JSON.parse(parts.spec);
  return serving && !isSamePlace(locationOf(serving), locationOf(spec)) ? serving : undefined;
}
