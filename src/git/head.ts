import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../exec/run-program.ts';

/** Sets the branch that clones check out, without the quarantine variables: under them Git updates no ref. */
export async function setHead(repository: string, branch: string): Promise<void> {
  // Already set after every push but the first.
  if (readFileSync(join(repository, 'HEAD'), 'utf8') === `ref: refs/heads/${branch}\n`) return;
  const safe = ['-c', `safe.directory=${repository}`, '-C', repository];
  await runProgram('git', [...safe, 'symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
}
