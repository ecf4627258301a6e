import { join } from 'node:path';
import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';

/** Parses `key=value` words, repeated or separated by commas. */
export function keyValuePairs(flag: string, words: readonly string[]): Record<string, string> {
  const pairs = words.flatMap((word) => word.split(',')).filter((word) => word !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals > 0) return [pair.slice(0, equals), pair.slice(equals + 1)];
      throw new Failure(`--${flag} must be key=value; got "${pair}"`, { code: 'usage' });
    }),
  );
}

/** The folder of a docker-local entry that was created without a path. */
export function defaultPath({ environment }: Pick<Context, 'environment'>, name: string): string {
  return join(environment.root, 'data', 'storage', name);
}
