import { isUtf8 } from 'node:buffer';
import { Failure } from '../../core/failure.ts';
import { isConfigKey } from '../../core/names.ts';

/** Variables from words of the form `KEY=value`. Every mistake is told, and nothing is taken when there is one. */
export function parsePairs(words: readonly string[], options: { encoded: boolean }): Record<string, string> {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals === -1) {
      problems.push(`${word} is not of the form KEY=value`);
      continue;
    }
    const key = word.slice(0, equals);
    const value = options.encoded ? decode(word.slice(equals + 1)) : word.slice(equals + 1);
    if (!isConfigKey(key)) problems.push(badKey(key));
    else if (value === undefined)
      problems.push(`The value of ${key} is not the base64 form of a text in UTF-8`);
    else if (value.includes('\0')) problems.push(`The value of ${key} holds a NUL, which no variable can`);
    else values[key] = value;
  }
  refuse(problems);
  return values;
}

export function checkKeys(keys: readonly string[]): void {
  refuse(keys.filter((key) => !isConfigKey(key)).map(badKey));
}

function refuse(problems: string[]): void {
  if (problems.length === 0) return;
  throw new Failure('The variables cannot be taken; nothing was changed', {
    code: 'config.invalid',
    details: problems,
    hint: 'Write each as KEY=value; over SSH, quote values with spaces twice: ssh dokku@host \'config:set app KEY="a b"\'',
  });
}

function badKey(key: string): string {
  return `${key || 'An empty word'} cannot name a variable: only letters, digits and _ are allowed, no digit in front`;
}

/** Only what encodes to the very same is taken: anything else would be changed on its way, in silence. */
function decode(text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text && isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}
