import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../exec/run-program.ts';

/** Makes a branch the one that clones check out. Without the quarantine's variables, under which git moves nothing. */
export async function setHead(repository: string, branch: string): Promise<void> {
  // As it is after every push but the first.
  if (readFileSync(join(repository, 'HEAD'), 'utf8') === `ref: refs/heads/${branch}\n`) return;
  const safe = ['-c', `safe.directory=${repository}`, '-C', repository];
  await runProgram('git', [...safe, 'symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
}
