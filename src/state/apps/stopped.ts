import type { PropertyReader } from '../property-reader.ts';
import type { Store } from '../store.ts';

// `ps:stop` keeps an app stopped by Dokku's property `restore`, which users may also set themselves.
const plugin = 'ps';
const key = 'restore';

/** Whether an app was stopped and not started again since. */
export function isStopped(properties: PropertyReader, app: string): boolean {
  return properties.get(app, plugin, key) === 'false';
}

export function markStopped({ properties }: Store, app: string): void {
  properties.set(app, plugin, key, 'false');
}

/** From here on the app runs again. */
export function unmarkStopped({ properties }: Store, app: string): void {
  properties.unset(app, plugin, key);
}
