import type { z } from 'zod';

const typeNames: Record<string, string> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  number: 'a number',
  int: 'a whole number',
};

/** Yields a zod issue as paths and sentences, with the invalid value in each sentence. */
export function* mistakesOf(
  issue: z.core.$ZodIssue,
  root: unknown,
  parent: readonly PropertyKey[] = [],
): Generator<{ path: PropertyKey[]; what: string }> {
  const path = [...parent, ...issue.path];
  const value = valueAt(root, path);
  if (issue.code === 'invalid_key') {
    yield { path, what: issue.issues[0]?.message ?? issue.message };
  } else if (issue.code === 'invalid_union' && issue.errors.some((branch) => isDeeper(branch))) {
    // The best match in a union is the alternative whose issues all lie inside the value.
    for (const inner of issue.errors.find((branch) => isDeeper(branch))!)
      yield* mistakesOf(inner, root, path);
  } else {
    yield {
      path,
      what: value === undefined ? 'is missing' : `${sentence(issue)}${invalidValue(issue, value)}`,
    };
  }
}

function isDeeper(branch: z.core.$ZodIssue[]): boolean {
  return branch.length > 0 && branch.every(({ path }) => path.length > 0);
}

function sentence(issue: z.core.$ZodIssue): string {
  // The messages of the app.json schemas begin with a lower-case letter, zod's own messages with a capital letter.
  if (/^[a-z]/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeNames[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${oneOf(issue.values.map(String))}`;
    default:
      return `is not valid (${issue.message})`;
  }
}

function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

/** Returns the invalid value for the message; empty for an object that violates a rule over several fields. */
function invalidValue(issue: z.core.$ZodIssue, value: unknown): string {
  return issue.code === 'custom' && typeof value === 'object' ? '' : `, is ${shown(value)}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
