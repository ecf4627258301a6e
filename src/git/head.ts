import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryClient } from './client.ts';

/** Sets the branch that clones check out, without the quarantine variables: under them Git updates no ref. */
export async function setHead(repository: string, branch: string): Promise<void> {
  // Already set after every push but the first.
  if (readFileSync(join(repository, 'HEAD'), 'utf8') === `ref: refs/heads/${branch}\n`) return;
  const client = await repositoryClient(repository);
  await client.raw(['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
}
