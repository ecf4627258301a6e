import { Failure } from '../../core/failure.ts';
import { lfsPointers } from '../../git/lfs-pointers.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';

/** Files that a message names. */
const maxNamed = 20;

/** Refuses a tree whose large files are only pointers of Git LFS, unless `git:set lfs-pointers deploy` allows them. */
export async function checkLfsPointers(
  { app, facts, out, signal }: PreparedRun,
  repository: string,
  tree: string,
): Promise<void> {
  const pointers = await lfsPointers(repository, tree, signal);
  if (pointers.length === 0) return;
  const files =
    pointers.length === 1 ? '1 file is a Git LFS pointer' : `${pointers.length} files are Git LFS pointers`;
  if (facts.properties.effective(app, 'git', 'lfs-pointers', 'refuse') === 'deploy') {
    out.warn(
      `${files}, deployed because lfs-pointers is "deploy": ${pointers.slice(0, maxNamed).join(', ')}${pointers.length > maxNamed ? ', …' : ''}`,
    );
    return;
  }
  const more = pointers.length - maxNamed;
  throw new Failure(`${files}, and the server does not have the content`, {
    code: 'git.lfs-pointers',
    details: [...pointers.slice(0, maxNamed), ...(more > 0 ? [`and ${more} more`] : [])],
    hint: [
      'Commit the content itself: git lfs untrack "<pattern>" && git add --renormalize . && git commit',
      'Or let the Dockerfile download the files from where they are stored',
      `If the app does not need the content: dokku git:set ${app} lfs-pointers deploy`,
    ],
  });
}
