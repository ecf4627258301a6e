import type { PropertyReader } from '../../state/property-reader.ts';
import type { Store } from '../../state/store.ts';

// A property of the app keeps the old name from the rename until nothing with the old name is left. After a crash, the
// next call finishes the rename.
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

/** The app that was renamed from this name and still has objects under it. */
export function renamedFrom(store: Store, name: string): string | undefined {
  return store.properties.scopesWith(plugin, key, name)[0];
}
