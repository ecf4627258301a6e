import type { z } from 'zod';
import { nearest } from '../core/suggest.ts';

export interface UnknownKey {
  path: PropertyKey[];
  /** The known key that the user probably meant; never one that is present as well. */
  suggestion: string | undefined;
}

/** Yields every key of `value` that `schema` does not define, at any depth. */
export function* unknownKeys(
  schema: z.core.$ZodType,
  value: unknown,
  path: PropertyKey[] = [],
): Generator<UnknownKey> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'default':
      yield* unknownKeys(def.innerType, value, path);
      return;
    case 'union':
      for (const option of def.options) yield* unknownKeys(option, value, path);
      return;
    case 'array':
      if (!Array.isArray(value)) return;
      for (const [index, element] of value.entries())
        yield* unknownKeys(def.element, element, [...path, index]);
      return;
    case 'record':
      for (const [key, member] of members(value)) yield* unknownKeys(def.valueType, member, [...path, key]);
      return;
    case 'object': {
      const present = members(value);
      const absent = Object.keys(def.shape).filter((known) => !present.some(([key]) => key === known));
      for (const [key, member] of present) {
        if (Object.hasOwn(def.shape, key)) yield* unknownKeys(def.shape[key]!, member, [...path, key]);
        else if (!def.catchall) yield { path: [...path, key], suggestion: nearest(key, absent) };
      }
    }
  }
}

function members(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
