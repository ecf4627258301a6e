import { lstatSync, lutimesSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Gives the files of a commit's tree times that no other commit's files have, by the part below a second, which
 * `git archive` leaves at zero. BuildKit keeps the build context that it was sent last, of whatever app, and is sent
 * only those files again whose size or time differs: of two commits in one second, which a script makes, a file that
 * kept its length would be taken from the other one. Within the tree all files stay equally old, as `make` wants it.
 */
export function stampTree(folder: string, rev: string): void {
  const fraction = fractionOf(rev);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mtimeMs } = lstatSync(path);
    // What was not written by `git archive` has a time of its own.
    if (Number.isInteger(mtimeMs / 1000)) lutimesSync(path, mtimeMs / 1000, mtimeMs / 1000 + fraction);
  }
}

/** Seconds from 0 to 1, in steps that a double of today's seconds can tell apart. */
function fractionOf(rev: string): number {
  const steps = 2 ** 22;
  return ((Number.parseInt(rev.slice(0, 8), 16) % (steps - 1)) + 1) / steps;
}
