import { globSync } from 'node:fs';
import { relative } from 'node:path';
import { type Tier, tiers } from './tiers.ts';

/** A tier with the selected files. */
export interface Chosen extends Tier {
  /** Whether all files of the tier run. */
  whole: boolean;
}

/**
 * Selects tiers and files. Without words, selects all tiers. A word is the name of a tier, a test file, or a folder of
 * test files; the path of a file determines its tier. Exits with an error for any other word.
 */
export function choose(words: string[]): Chosen[] {
  const paths = words.filter((word) => !tiers.some(({ name }) => name === word)).map(toProject);
  const all = tiers.map((tier) => ({ tier, files: filesOf(tier) }));
  const unknown = paths.filter((path) => !all.some(({ files }) => files.some((file) => isAt(file, path))));
  if (unknown.length > 0) fail(unknown);
  const chosen = all.map(({ tier, files }): Chosen => {
    if (words.length === 0 || words.includes(tier.name)) return { ...tier, files, whole: true };
    return { ...ofSomeFiles(tier), files: files.filter((file) => paths.some((path) => isAt(file, path))) };
  });
  return chosen.filter(({ files, whole }) => whole || files.length > 0);
}

/** Returns a tier for some of its files: they run one after the other, with normal priority. */
function ofSomeFiles({ name, files, needs, timeoutMs }: Tier): Chosen {
  return { name, files, needs, timeoutMs, whole: false };
}

function filesOf({ files }: Tier): string[] {
  return [...new Set(files.flatMap((pattern) => globSync(pattern).sort()))];
}

function toProject(path: string): string {
  return relative('', path);
}

function isAt(file: string, path: string): boolean {
  return file === path || file.startsWith(`${path}/`);
}

function fail(unknown: string[]): never {
  console.error(` !     ${unknown.join(', ')} is not a tier, a test file or a folder of test files`);
  console.error(` !     Tiers: ${tiers.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
