import type { PropertyReader } from '../../state/property-reader.ts';
import type { Scope } from '../../state/scope.ts';
import { defaultSettings } from './settings.ts';

/** The namespace of the next release of an app, or of apps without a setting of their own (with the global scope). */
export function readNamespace(properties: PropertyReader, scope: Scope): string {
  return properties.effective(scope, 'scheduler-k3s', 'namespace', defaultSettings.namespace);
}
