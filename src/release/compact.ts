import type { UserMetadata } from './metadata/user-metadata.ts';

/** Without the fields that say nothing: undefined, empty text, empty lists and maps. What is deeper stays as it is. */
export function withoutEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

/** Only of the types of objects that have any. */
export function metadataValues(metadata: Record<string, UserMetadata | undefined>) {
  return withoutEmpty(metadata);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '') return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((member) => member === undefined)
  );
}
