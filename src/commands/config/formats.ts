import { keyValues } from '../../cli/parts/table-text.ts';
import { oneLine } from './change.ts';

type Values = Record<string, string>;

/** The forms in which variables can be printed; each is the whole text, with or without an end of line. */
export const formats = {
  exports: (values) => lines(values, (key, value) => `export ${key}=${quote(value)}`),
  envfile: (values) => lines(values, (key, value) => `${key}=${dotenv(value)}`),
  shell: (values) =>
    Object.entries(values)
      .map(([key, value]) => `${key}=${quote(value)} `)
      .join(''),
  json: (values) => `${JSON.stringify(values)}\n`,
  'json-list': (values) =>
    `${JSON.stringify(Object.entries(values).map(([name, value]) => ({ name, value })))}\n`,
  'docker-args': (values) => words(values, (key, value) => `--env=${key}=${quote(value)}`),
  'docker-args-keys': (values) => words(values, (key) => `--env=${key}`),
  'pack-keys': (values) => words(values, (key) => `--env ${key}`),
  pretty: (values) =>
    keyValues(Object.entries(values).map(([key, value]) => [key, oneLine(value)]))
      .map((row) => `${row}\n`)
      .join(''),
} as const satisfies Record<string, (values: Values) => string>;

export type Format = keyof typeof formats;
export const formatNames = Object.keys(formats) as [Format, ...Format[]];

/** The text as a quoted word of a POSIX shell. */
export function quote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

/** Whole numbers bare, everything else in double quotes; source: the form that godotenv writes. */
function dotenv(value: string): string {
  if (/^(0|-?[1-9]\d*)$/.test(value)) return value;
  const escaped = value
    .replaceAll(/[\\"$`!]/g, (character) => `\\${character}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `"${escaped}"`;
}

function lines(values: Values, line: (key: string, value: string) => string): string {
  return Object.entries(values)
    .map(([key, value]) => `${line(key, value)}\n`)
    .join('');
}

function words(values: Values, word: (key: string, value: string) => string): string {
  return `${Object.entries(values)
    .map(([key, value]) => word(key, value))
    .join(' ')}\n`;
}
