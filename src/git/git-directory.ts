import { join } from 'node:path';
import { runProgram } from '../exec/run-program.ts';
import { git, ownConfigOnly } from './git.ts';
import { objectFormatOf } from './object-format.ts';
import { isDeletion, type PushedRef } from './refs.ts';

export interface GitDirectoryOptions {
  /** The name of the branch that the folder is on. */
  branch: string;
  /** The tags of the push, which the repository does not have yet. */
  pushedTags?: readonly PushedRef[];
}

/** Name → object id. */
type Tags = Map<string, string>;

/**
 * Gives an extracted tree the `.git` folder that a clone would have: the commit on its branch, its history, the tags of
 * the history, and an index. Returns a text that is equal for equal folders. Not through `client.ts`: a push waits for
 * this, and packs objects that are still in the quarantine.
 */
export async function writeGitDirectory(
  repository: string,
  rev: string,
  dest: string,
  { branch, pushedTags = [], signal }: GitDirectoryOptions & { signal: AbortSignal },
): Promise<string> {
  const own = (args: string[], input?: string) =>
    runProgram('git', ['-C', dest, ...args], { signal, input, env: ownConfigOnly });
  const pack = async (revs: string[]) => {
    const files = join(dest, '.git', 'objects', 'pack', 'pack');
    await git(repository, ['pack-objects', '--quiet', '--revs', files], { input: lines(revs), signal });
  };
  const format = `--object-format=${objectFormatOf(rev)}`;
  await own(['init', '--quiet', '--template=', `--initial-branch=${branch}`, format]);
  await pack([rev]);
  await own(['update-ref', 'HEAD', rev]);
  const all = await tagsOf(repository, pushedTags);
  const commits = await commitsOf(all, (input) => git(repository, batchCheck, { input, signal }));
  const inHistory = await commitsOf(commits, (input) => own(batchCheck, input));
  const tags = [...all].filter(([name]) => inHistory.has(name)).sort();
  if (tags.length > 0) {
    await pack([`^${rev}`, ...tags.map(([, id]) => id)]);
    await own(['update-ref', '--stdin'], lines(tags.map(([name, id]) => `create ${name} ${id}`)));
  }
  await own(['reset', '--quiet', '--mixed']);
  return JSON.stringify([rev, branch, tags]);
}

async function tagsOf(repository: string, pushedTags: readonly PushedRef[]): Promise<Tags> {
  const format = '--format=%(refname) %(objectname)';
  const { stdout } = await git(repository, ['for-each-ref', format, 'refs/tags']);
  const tags: Tags = new Map(
    stdout.split('\n').flatMap((line) => {
      const [name, id] = line.split(' ');
      return name && id ? [[name, id] as const] : [];
    }),
  );
  for (const pushed of pushedTags) {
    if (isDeletion(pushed)) tags.delete(pushed.ref);
    else tags.set(pushed.ref, pushed.newRev);
  }
  return tags;
}

const batchCheck = ['cat-file', '--batch-check'];

/** The commits of those tags that have one in the repository that is asked, by the names of the tags. */
async function commitsOf(tags: Tags, ask: (input: string) => Promise<{ stdout: string }>): Promise<Tags> {
  if (tags.size === 0) return tags;
  const { stdout } = await ask(lines([...tags.values()].map((id) => `${id}^{commit}`)));
  const answers = stdout.split('\n');
  return new Map(
    [...tags.keys()].flatMap((name, index) => {
      const [, commit] = /^([0-9a-f]+) commit /.exec(answers[index] ?? '') ?? [];
      return commit ? [[name, commit] as const] : [];
    }),
  );
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
