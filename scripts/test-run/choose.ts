import { globSync } from 'node:fs';
import { relative } from 'node:path';
import { type Tier, tiers } from './tiers.ts';

/** A tier with the files that run. */
export interface Chosen extends Tier {
  /** All files of the tier run. */
  whole: boolean;
}

/**
 * All tiers without words. A word is the name of a tier, a test file, or a folder of test files; the tier of a file
 * follows from its path. Exits with a message for any other word.
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

/** Some files of a tier run by themselves: one after the other, at our own priority. */
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
