import { Failure } from '../../core/failure.ts';

/**
 * Splits a command line as `xargs` does: blanks separate words; quotes and the backslash protect blanks. No shell is
 * involved, so no other character is special.
 */
export function splitCommandLine(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (character === "'" || character === '"') {
      const end = line.indexOf(character, at + 1);
      if (end === -1) throw unbalanced(line, `the ${character} is never closed`);
      word = (word ?? '') + line.slice(at + 1, end);
      at = end;
    } else if (character === '\\') {
      if (++at === line.length) throw unbalanced(line, 'nothing follows the backslash');
      word = (word ?? '') + line[at];
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

function unbalanced(line: string, why: string): Failure {
  return new Failure(`Could not split the command into words: ${why}`, {
    code: 'usage.quotes',
    details: [line.length > 200 ? `${line.slice(0, 200)}…` : line],
    hint: `Quote once for your own shell and once for the server: ssh dokku@host 'config:set app KEY="a b"'`,
  });
}
