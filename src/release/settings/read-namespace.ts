import type { PropertyReader } from '../../state/property-reader.ts';
import { GLOBAL } from '../../state/scope.ts';
import { isPerApp, namespaceOf } from './namespace-template.ts';
import { defaultSettings } from './settings.ts';

/**
 * Returns the namespace of the next release of an app. `name`: the name of the app in that release, after a rename or
 * of a clone.
 */
export function readNamespace(properties: PropertyReader, app: string, name = app): string {
  return namespaceOf(settingOf(properties, app), name);
}

/** Returns whether the settings give an app a namespace that belongs to this app alone. */
export function hasOwnNamespace(properties: PropertyReader, app: string): boolean {
  return isPerApp(settingOf(properties, app));
}

/**
 * Returns the namespace of all apps without their own setting; undefined when each app has its own namespace.
 */
export function readSharedNamespace(properties: PropertyReader): string | undefined {
  const setting = properties.get(GLOBAL, 'scheduler-k3s', 'namespace') || defaultSettings.namespace;
  return isPerApp(setting) ? undefined : setting;
}

function settingOf(properties: PropertyReader, app: string): string {
  return properties.effective(app, 'scheduler-k3s', 'namespace', defaultSettings.namespace);
}
