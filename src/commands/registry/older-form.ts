import { GLOBAL } from '../../state/scope.ts';

/**
 * `registry:login <server> <user> <password>` of older releases, which is about all apps: a word less than today, and
 * the first is a server, which no app is called like.
 */
export function withoutScope(
  verb: 'login' | 'logout',
  words: readonly string[],
  count: number,
): { positionals: string[]; warning: string } | undefined {
  if (words.length !== count || !isServer(words[0]!)) return undefined;
  return {
    positionals: [GLOBAL, ...words],
    warning: `Deprecated: without an app it is about all apps; say so with: dokku registry:${verb} --global …`,
  };
}

/** Like Docker tells a server from a name: by a dot or a port. */
function isServer(word: string): boolean {
  return /[.:]/.test(word) || word === 'localhost';
}
