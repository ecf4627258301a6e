import { lstatSync, lutimesSync } from 'node:fs';
import { filesBelow } from '../exec/files-below.ts';

/**
 * Gives the files of a commit's tree a time that no file of another commit has, in the part below a second, which
 * `git archive` leaves at zero. BuildKit keeps the last build context, of any app, and receives only the files whose
 * size or time differs. Two commits of a script can fall into one second: without this, a file that kept its size
 * would come from the other commit. All files of one tree get the same time, as `make` needs.
 */
export function setUniqueTimes(folder: string, rev: string): void {
  const fraction = fractionOf(rev);
  for (const path of filesBelow(Buffer.from(folder))) {
    const { mtimeMs } = lstatSync(path);
    // A file that `git archive` did not write has a time of its own.
    if (Number.isInteger(mtimeMs / 1000)) lutimesSync(path, mtimeMs / 1000, mtimeMs / 1000 + fraction);
  }
}

/** Seconds from 0 to 1, in steps that a double can still tell apart when added to today's time. */
function fractionOf(rev: string): number {
  const steps = 2 ** 22;
  return ((Number.parseInt(rev.slice(0, 8), 16) % (steps - 1)) + 1) / steps;
}
