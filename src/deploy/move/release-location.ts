import type { ReleaseRef } from '../../helm/arguments.ts';
import { readNamespace } from '../../release/settings/read-namespace.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { ReleaseEnd } from '../../state/deploys/release-record.ts';
import type { PropertyReader } from '../../state/property-reader.ts';
import type { Store } from '../../state/store.ts';
import { pendingRename } from './pending-rename.ts';

// The location of a Helm release is its name, which is the app's, and a namespace. It changes when the app is renamed
// and when its namespace is changed; for a moment the app is in both locations then.

/** Names that are the app's own: the present one, and the one before as long as a rename is not finished. */
export function namesOf(properties: PropertyReader, app: string): string[] {
  return [app, pendingRename(properties, app)].filter((name) => name !== undefined);
}

/** Every location in which something of the app may be: of its next release, and of the kept ones. */
export function locationsOf({ properties, releases }: Store, app: string): ReleaseRef[] {
  const namespace = readNamespace(properties, app);
  return locations(namesOf(properties, app), namespace, releases.ends(app));
}

/** Each name in each namespace: the one of the settings first, then those of releases, the newest first. */
export function locations(
  names: readonly string[],
  namespace: string,
  ends: readonly ReleaseEnd[],
): ReleaseRef[] {
  const namespaces = [...new Set([namespace, ...ends.map((end) => end.namespace)])];
  return names.flatMap((release) => namespaces.map((each) => ({ release, namespace: each })));
}

export function locationOf({ app, namespace }: Pick<ReleaseSpec, 'app' | 'namespace'>): ReleaseRef {
  return { release: app, namespace };
}

export function isSameLocation(a: ReleaseRef, b: ReleaseRef): boolean {
  return a.release === b.release && a.namespace === b.namespace;
}

/** The release that serves, when it does so from another location than the one that `spec` goes to. */
export function currentReleaseIfElsewhere(
  serving: ReleaseSpec | undefined,
  spec: ReleaseSpec,
): ReleaseSpec | undefined {
  return serving && !isSameLocation(locationOf(serving), locationOf(spec)) ? serving : undefined;
}
