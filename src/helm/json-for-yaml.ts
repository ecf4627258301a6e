/** Characters that JSON leaves as they are, and that YAML takes for line breaks or refuses. Source: YAML 1.1 and 1.2, 5.1. */
const refusedByYaml = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** JSON on one line that every parser of YAML reads back to the same value. */
export function jsonForYaml(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(refusedByYaml, escaped);
}
