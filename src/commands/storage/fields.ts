import { join } from 'node:path';
import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';

/** `key=value`, one by one or separated by commas, as a map. */
export function keyValuePairs(flag: string, words: readonly string[]): Record<string, string> {
  const pairs = words.flatMap((word) => word.split(',')).filter((word) => word !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals > 0) return [pair.slice(0, equals), pair.slice(equals + 1)];
      throw new Failure(`--${flag} needs key=value; it is "${pair}"`, { code: 'usage' });
    }),
  );
}

/** Where a docker-local entry without a path has its data. */
export function defaultPath({ environment }: Pick<Context, 'environment'>, name: string): string {
  return join(environment.root, 'data', 'storage', name);
}
