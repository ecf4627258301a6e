/** Fields of objects whose shape nobody has checked yet. */
export type Fields = Record<string, unknown>;

/** Returns a map, or an empty map for anything else. */
export function mapOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** Returns the maps in a list, each with its path. */
export function itemsOf(value: unknown, path: string): { path: string; item: Fields }[] {
  return Array.isArray(value)
    ? value.map((item, index) => ({ path: `${path}[${index}]`, item: mapOf(item) }))
    : [];
}

/** Whether a field is set. Kubernetes reads null like a missing field. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
