import type { PropertyReader } from '../property-reader.ts';
import type { Store } from '../store.ts';

// Dokku's property `restore` keeps an app stopped. `ps:stop` sets the property; users can also set it themselves.
const plugin = 'ps';
const key = 'restore';

/** Returns whether the app was stopped and not started again. */
export function isStopped(properties: PropertyReader, app: string): boolean {
  return properties.get(app, plugin, key) === 'false';
}

export function markStopped({ properties }: Store, app: string): void {
  properties.set(app, plugin, key, 'false');
}

/** Records that the app is running again. */
export function unmarkStopped({ properties }: Store, app: string): void {
  properties.unset(app, plugin, key);
}
