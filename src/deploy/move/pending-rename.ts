import type { PropertyReader } from '../../state/property-reader.ts';
import type { Store } from '../../state/store.ts';

// From the moment an app has its new name until nothing of the old one is left, a property of the app remembers the
// old name: what a crash leaves undone is finished by the next call.
const plugin = 'apps';
const key = 'renamed-from';

export function rememberRename(store: Store, app: string, from: string): void {
  store.properties.set(app, plugin, key, from);
}

export function forgetRename(store: Store, app: string): void {
  store.properties.unset(app, plugin, key);
}

/** The old name of an app whose rename is not finished. */
export function pendingRename(properties: PropertyReader, app: string): string | undefined {
  return properties.get(app, plugin, key);
}

/** The app that gave up the name but has not let go of all that is called so. */
export function renamedFrom(store: Store, name: string): string | undefined {
  return store.properties.scopesWith(plugin, key, name)[0];
}
