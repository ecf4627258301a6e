/** Omits undefined, empty text, empty lists and empty maps. Nested fields stay unchanged. */
export function withoutEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '') return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((member) => member === undefined)
  );
}
