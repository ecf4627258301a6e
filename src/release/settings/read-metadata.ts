import type { PropertyReader } from '../../state/property-reader.ts';
import { GLOBAL } from '../../state/scope.ts';
import {
  type MetadataKind,
  type MetadataSetting,
  metadataPlugins,
  parseMetadataProperty,
} from './metadata-settings.ts';

/** Reads all annotations and labels that can apply to an app's objects. */
export function readMetadata(properties: PropertyReader, app: string): MetadataSetting[] {
  return (['annotation', 'label'] as const).flatMap((kind) => [
    ...rowsOf(properties, kind, 'global', GLOBAL),
    ...rowsOf(properties, kind, 'app', app),
  ]);
}

function rowsOf(
  properties: PropertyReader,
  kind: MetadataKind,
  scope: MetadataSetting['scope'],
  owner: string,
): MetadataSetting[] {
  return Object.entries(properties.all(owner, metadataPlugins[kind])).flatMap(([property, value]) => {
    const parsed = parseMetadataProperty(property);
    return parsed ? [{ kind, scope, ...parsed, value }] : [];
  });
}
