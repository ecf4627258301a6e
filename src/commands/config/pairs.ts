import { isUtf8 } from 'node:buffer';
import { Failure } from '../../core/failure.ts';
import { isConfigKey } from '../../core/names.ts';
import { portProblem } from '../../release/process/configured-port.ts';

/** Config vars from words of the form `KEY=value`. All mistakes are listed; one mistake refuses all words. */
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
    else if (value === undefined) problems.push(`The value of ${key} is not base64 of UTF-8 text`);
    else if (value.includes('\0')) problems.push(`The value of ${key} contains a NUL byte`);
    else values[key] = value;
  }
  const port = portProblem(values);
  refuse(port ? [...problems, port] : problems);
  return values;
}

/** Refuses config vars with an invalid name, and a `PORT` that is not a port. All mistakes are listed. */
export function checkValues(values: Record<string, string>): void {
  const problems = badKeys(Object.keys(values));
  const port = portProblem(values);
  refuse(port ? [...problems, port] : problems);
}

export function checkKeys(keys: readonly string[]): void {
  refuse(badKeys(keys));
}

function refuse(problems: string[]): void {
  if (problems.length === 0) return;
  throw new Failure('Invalid config vars; nothing was changed', {
    code: 'config.invalid',
    details: problems,
    hint: 'Write each as KEY=value; over SSH, quote values with spaces twice: ssh dokku@host \'config:set app KEY="a b"\'',
  });
}

function badKeys(keys: readonly string[]): string[] {
  return keys.filter((key) => !isConfigKey(key)).map(badKey);
}

function badKey(key: string): string {
  return `${key || '""'} is not a valid name: use letters, digits and _, and no digit first`;
}

/** Refuses text that does not encode to the same base64: its value would change silently. */
function decode(text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text && isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}
