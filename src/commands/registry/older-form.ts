import { GLOBAL } from '../../state/scope.ts';

/**
 * `registry:login <server> <user> <password>` of older releases of Dokku, which applies to all apps. It has one word
 * less than today's form, and its first word is a server: no app name contains a dot or a colon.
 */
export function withoutScope(
  verb: 'login' | 'logout',
  words: readonly string[],
  count: number,
): { positionals: string[]; warning: string } | undefined {
  if (words.length !== count || !isServer(words[0]!)) return undefined;
  return {
    positionals: [GLOBAL, ...words],
    warning: `Deprecated: registry:${verb} without an app applies to all apps. Use: dokku registry:${verb} --global …`,
  };
}

/** Docker's rule: a server has a dot or a port, a name has neither. */
function isServer(word: string): boolean {
  return /[.:]/.test(word) || word === 'localhost';
}
