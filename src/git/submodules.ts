import { lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure, messageOf, throwIfCancelled } from '../core/failure.ts';
import { run } from '../exec/run.ts';
import { writeAttributes } from './attributes.ts';
import { git } from './git.ts';
import { submoduleUrl } from './submodule-url.ts';
import { unpack } from './unpack.ts';

export interface ExtractedTree {
  repository: string;
  rev: string;
  dest: string;
  /** The address that the repository was fetched from, for relative addresses of its submodules. */
  origin: string | undefined;
}

const deepest = 8;

/** Fetches the submodules of an extracted tree into their places, and theirs. */
export async function extractSubmodules(tree: ExtractedTree, signal: AbortSignal, depth = 0): Promise<void> {
  const links = await gitlinks(tree);
  if (links.length === 0) return;
  if (depth === deepest) throw new Failure(`Submodules are nested more than ${deepest} deep`);
  const urls = await submoduleUrls(tree);
  for (const { path, commit } of links) {
    const url = urls.get(path);
    if (url === undefined) {
      throw new Failure(`The submodule ${path} has no address in .gitmodules`, {
        code: 'git.submodule-unknown',
        hint: `Add it with: git submodule add <url> ${path}, or remove it: git rm ${path}`,
      });
    }
    await extractSubmodule(tree, { path, commit, url: submoduleUrl(url, tree.origin, path) }, signal, depth);
  }
}

async function extractSubmodule(
  tree: ExtractedTree,
  { path, commit, url }: { path: string; commit: string; url: string },
  signal: AbortSignal,
  depth: number,
): Promise<void> {
  const dest = join(tree.dest, path);
  refuseLinks(tree.dest, path);
  // Beside the tree, so that it goes when the work folder goes.
  const scratch = mkdtempSync(join(dirname(tree.dest), '.submodule-'));
  try {
    await fetchCommit(scratch, url, commit, signal);
    await unpack(scratch, commit, dest, signal);
    await extractSubmodules({ repository: scratch, rev: commit, dest, origin: url }, signal, depth + 1);
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof Failure && error.code !== 'exec.failed') throw error;
    throw new Failure(`The submodule ${path} cannot be fetched from ${url} at ${commit.slice(0, 12)}`, {
      code: 'git.submodule-fetch',
      details: error instanceof Failure ? error.details : [messageOf(error)],
      hint: [
        'Check that the address is right, that the commit was pushed there and that the server may read it',
        'For a private repository the user that the server runs as needs a key in ~/.ssh or a password in ~/.netrc',
      ],
      cause: error,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The commit alone where the other side allows it, else all branches and tags. */
async function fetchCommit(scratch: string, url: string, commit: string, signal: AbortSignal): Promise<void> {
  const env = { GIT_ALLOW_PROTOCOL: 'https:http:ssh', GIT_TERMINAL_PROMPT: '0' };
  const fetch = (...args: string[]) =>
    run('git', ['-C', scratch, 'fetch', '--quiet', '--no-tags', ...args], { env, signal, silence: 300_000 });
  await run('git', ['init', '--quiet', '--bare', '--template=', scratch]);
  writeAttributes(scratch);
  await run('git', ['-C', scratch, 'config', 'fetch.fsckObjects', 'true']);
  try {
    await fetch('--depth=1', '--', url, commit);
  } catch {
    throwIfCancelled(signal);
    await fetch('--', url, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*');
  }
}

async function gitlinks({ repository, rev }: ExtractedTree): Promise<{ path: string; commit: string }[]> {
  const { stdout } = await git(repository, ['ls-tree', '-r', '-z', '--full-tree', rev]);
  return stdout.split('\0').flatMap((entry) => {
    const [, commit, path] = /^160000 commit ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
    return commit && path ? [{ commit, path }] : [];
  });
}

/** Path → address of `.gitmodules`. */
async function submoduleUrls({ repository, rev }: ExtractedTree): Promise<Map<string, string>> {
  const { stdout } = await git(repository, ['config', '--blob', `${rev}:.gitmodules`, '--list', '-z'], {
    accept: [1, 128],
  });
  const modules = new Map<string, { path?: string; url?: string }>();
  for (const setting of stdout.split('\0')) {
    const [, name, key, value] = /^submodule\.(.+)\.(path|url)\n(.*)$/s.exec(setting) ?? [];
    if (name && key) modules.set(name, { ...modules.get(name), [key]: value });
  }
  return new Map([...modules.values()].flatMap(({ path, url }) => (path && url ? [[path, url]] : [])));
}

/** A link on the way would let the submodule's files be written somewhere else. */
function refuseLinks(root: string, path: string): void {
  let place = root;
  for (const part of path.split('/')) {
    place = join(place, part);
    const found = lstatSync(place, { throwIfNoEntry: false });
    if (found && !found.isDirectory())
      throw new Failure(`The submodule ${path} lies behind a link or a file`, { code: 'git.submodule-link' });
  }
}
