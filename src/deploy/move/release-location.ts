import type { ReleaseRef } from '../../helm/arguments.ts';
import { readNamespace } from '../../release/settings/read-namespace.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { ReleaseEnd } from '../../state/deploys/release-record.ts';
import type { PropertyReader } from '../../state/property-reader.ts';
import type { Store } from '../../state/store.ts';
import { pendingRename } from './pending-rename.ts';

// The location of a Helm release is its name, which is the app's, and a namespace. It changes when the app is renamed
// or when its namespace changes. The app is then briefly in both locations.

/** The names of the app: the present one, and the old one until a rename is finished. */
export function namesOf(properties: PropertyReader, app: string): string[] {
  return [app, pendingRename(properties, app)].filter((name) => name !== undefined);
}

/** Every location in which objects of the app may exist: that of its next release, and those of the kept releases. */
export function locationsOf({ properties, releases }: Store, app: string): ReleaseRef[] {
  const namespace = readNamespace(properties, app);
  return locations(namesOf(properties, app), namespace, releases.ends(app));
}

/** The apps that serve from a namespace, or whose next release is to be there. */
export function appsIn({ apps, properties, releases }: Store, namespace: string): string[] {
  return apps.names().filter((app) => {
    const serving: Partial<ReleaseSpec> = JSON.parse(releases.currentParts(app)?.spec ?? '{}');
    return serving.namespace === namespace || readNamespace(properties, app) === namespace;
  });
}

/** Each name in each namespace: the namespace of the settings first, then those of the releases, newest first. */
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

/** The serving release, when its location differs from that of `spec`. */
export function currentReleaseIfElsewhere(
  serving: ReleaseSpec | undefined,
  spec: ReleaseSpec,
): ReleaseSpec | undefined {
  return serving && !isSameLocation(locationOf(serving), locationOf(spec)) ? serving : undefined;
}
