/** A longer run of letters is random, not a word. */
const maxWordLetters = 12;

const oneCase = /^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+)$/;
const fiveConsonants = /[^aeiouy]{5}/i;

/** Returns whether a text is one word: letters of one case that can be pronounced, like `postgres`. */
export function isWord(text: string): boolean {
  return oneCase.test(text) && text.length <= maxWordLetters && !fiveConsonants.test(text);
}

/** Short numbers, and names with a number, like `v2` and `sha256`. */
const shortNumber = /^[a-z]{0,4}\d{1,4}[a-z]?$/i;

/** Returns whether a text consists of words and short numbers, like a path, a host name or a sentence. */
export function isReadable(text: string): boolean {
  const runs = text.split(/[^A-Za-z0-9]+/).filter((run) => run !== '');
  return runs.every((run) => shortNumber.test(run) || isWord(run) || isCamelCase(run));
}

/** Shorter parts would also match random letters of both cases. */
function isCamelCase(run: string): boolean {
  const parts = run.split(/(?<=[a-z])(?=[A-Z])/);
  return parts.every((part) => part.length >= 3 && isWord(part));
}
