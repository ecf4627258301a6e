import { Failure } from '../../core/failure.ts';
import { isConfigKey } from '../../core/names.ts';

const assignment =
  /[ \t]*(?:export[ \t]+)?(?<key>[^\s=#'"]+)[ \t]*=[ \t]*(?:'(?<single>[^']*)'|"(?<double>(?:\\[\s\S]|[^"\\])*)"|(?<bare>(?!['"])[^\n]*))[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
const blank = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

/** Variables of a `.env` file: comments, `export`, both kinds of quotes over several lines; nothing is expanded. */
export function parseEnvFile(file: string): Record<string, string> {
  const text = file.replaceAll('\r\n', '\n');
  const values: Record<string, string> = {};
  for (let at = 0; at < text.length; ) {
    blank.lastIndex = at;
    const empty = blank.exec(text);
    if (empty) {
      at = blank.lastIndex;
      continue;
    }
    assignment.lastIndex = at;
    const { key, single, double, bare } = assignment.exec(text)?.groups ?? {};
    if (!key || !isConfigKey(key)) throw invalid(text, at);
    values[key] = single ?? (double === undefined ? unquoted(bare ?? '') : resolveEscapes(double));
    at = assignment.lastIndex;
  }
  return values;
}

function unquoted(text: string): string {
  return text.replace(/(^|[ \t])#.*$/, '').trim();
}

function resolveEscapes(text: string): string {
  return text.replaceAll(/\\([\s\S])/g, (_, character: string) => escapes[character] ?? character);
}

function invalid(text: string, at: number): Failure {
  const line = text.slice(0, at).split('\n').length;
  return new Failure(`Line ${line} is not of the form KEY=value; nothing was changed`, {
    code: 'config.envfile',
    hint: 'Names consist of letters, digits and _; values with spaces or line breaks must be quoted',
  });
}
