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
  return { id, tree };
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
