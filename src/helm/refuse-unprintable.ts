import { Failure } from '../core/failure.ts';

/**
 * Line breaks of YAML and characters that YAML does not allow. Helm's `toYaml` writes the first ones as other text, and
 * writes nothing at all for a value with one of the others, so that a whole block of the manifest would be missing.
 */
const unprintable = /[\u007f-\u009f\u2028\u2029\ufffe\uffff]/;

/** Throws `release.character` with the place of each character in the chart's values that a manifest cannot contain. */
export function refuseUnprintable(values: object): void {
  const found = [...findUnprintable(values, [])];
  if (found.length === 0) return;
  throw new Failure('A setting contains a character that cannot be written to a manifest', {
    code: 'release.character',
    details: found,
    hint: 'Remove the character from the setting, or from the file of the repository, and deploy again',
  });
}

function* findUnprintable(value: unknown, path: readonly string[]): Generator<string> {
  if (typeof value === 'string') {
    const character = value.match(unprintable)?.[0];
    if (character) yield `${codePointOf(character)} in ${path.join('.')}`;
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      const character = key.match(unprintable)?.[0];
      if (character) yield `${codePointOf(character)} in a key of ${path.join('.')}`;
      else yield* findUnprintable(member, [...path, key]);
    }
  }
}

function codePointOf(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
