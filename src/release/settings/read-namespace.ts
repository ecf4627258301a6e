import type { PropertyReader } from '../../state/property-reader.ts';
import type { Scope } from '../../state/scope.ts';
import { defaultSettings } from './settings.ts';

/**
 * Returns the namespace of the next release of an app. The global scope has the namespace of all apps without their own
 * setting.
 */
export function readNamespace(properties: PropertyReader, scope: Scope): string {
  return properties.effective(scope, 'scheduler-k3s', 'namespace', defaultSettings.namespace);
}
