import { Failure } from '../core/failure.ts';
import { ExecFailure } from '../exec/failure.ts';
import { git } from './git.ts';

export interface Commit {
  /** Full object id. */
  id: string;
  /** The object id of its tree: equal trees have equal ids. */
  tree: string;
}

/** The commit of a full object id or a ref. Tags are resolved to their commit. */
export async function readCommit(repository: string, rev: string): Promise<Commit> {
  const { stdout } = await git(repository, ['log', '-1', '--format=%H %T', rev, '--']);
  const [id = '', tree = ''] = stdout.trimEnd().split(' ');
  if (id === '') throw await notACommit(repository, rev);
  return { id, tree };
}

/** The commit of a pushed branch or tag. Git points a branch at nothing else, and checks that only after the deploy. */
export async function readPushedCommit(
  repository: string,
  { ref, newRev }: { ref: string; newRev: string },
): Promise<Commit> {
  const commit = await readCommit(repository, newRev);
  if (commit.id === newRev || !ref.startsWith('refs/heads/')) return commit;
  throw new Failure(
    `The pushed object ${newRev.slice(0, 12)} is an annotated tag, and ${ref} needs a commit`,
    {
      code: 'git.not-a-commit',
      hint: `Push the commit of the tag: git push <remote> <tag>^{}:${ref}`,
    },
  );
}

/** Git logs nothing for a file or folder, and does not fail. */
async function notACommit(repository: string, rev: string): Promise<Failure> {
  const { stdout } = await git(repository, ['cat-file', '-t', `${rev}^{}`]);
  const type = stdout.trim();
  const what = { blob: 'a file (blob)', tree: 'a folder (tree)' }[type] ?? `a ${type}`;
  return new Failure(`The pushed object ${rev.slice(0, 12)} is ${what}, and only a commit can be deployed`, {
    code: 'git.not-a-commit',
    hint:
      type === 'tree'
        ? `Push a commit of the folder: git push <remote> $(git commit-tree -m Deploy ${rev}):refs/heads/<branch>`
        : 'Push a branch: git push <remote> <branch>',
  });
}

/** Throws a Failure when the parents of a pushed commit are missing, because the push came from a shallow clone. */
export async function refuseMissingHistory(repository: string, newRev: string): Promise<void> {
  try {
    await git(repository, ['rev-list', '--quiet', newRev, '--not', '--all']);
  } catch (error) {
    if (!(error instanceof ExecFailure) || !/parent|bad object/i.test(error.outcome.stderr)) throw error;
    throw new Failure(
      'The push comes from a shallow clone, and the server does not have the earlier commits',
      {
        code: 'git.shallow',
        hint: [
          'Fetch the whole history and push again: git fetch --unshallow',
          'In GitHub Actions, set "fetch-depth: 0" for actions/checkout; in GitLab CI, set GIT_DEPTH to 0',
        ],
      },
    );
  }
}
