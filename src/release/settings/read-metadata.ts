import { GLOBAL } from '../../state/scope.ts';
import type { Store } from '../../state/store.ts';
import {
  type MetadataKind,
  type MetadataSetting,
  metadataPlugins,
  parseMetadataProperty,
} from './metadata-settings.ts';

/** All annotations and labels that can reach an app's objects. */
export function readMetadata(store: Store, app: string): MetadataSetting[] {
  return (['annotation', 'label'] as const).flatMap((kind) => [
    ...rowsOf(store, kind, 'global', GLOBAL),
    ...rowsOf(store, kind, 'app', app),
  ]);
}

function rowsOf(
  store: Store,
  kind: MetadataKind,
  scope: MetadataSetting['scope'],
  owner: string,
): MetadataSetting[] {
  return Object.entries(store.properties.all(owner, metadataPlugins[kind])).flatMap(([property, value]) => {
    const parsed = parseMetadataProperty(property);
    return parsed ? [{ kind, scope, ...parsed, value }] : [];
  });
}
