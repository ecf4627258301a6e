import { appendFileSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure, messageOf, throwIfCancelled } from '../core/failure.ts';
import { lastLines } from '../exec/failure.ts';
import { writeAttributes } from './attributes.ts';
import { gitClient, initBare } from './client.ts';
import { git } from './git.ts';
import { objectChecks } from './harmless-faults.ts';
import { objectFormatOf } from './object-format.ts';
import { submoduleUrl } from './submodule-url.ts';
import { unpack } from './unpack.ts';

export interface ExtractedTree {
  repository: string;
  rev: string;
  dest: string;
  /** The address that the repository was fetched from. Relative addresses of its submodules start there. */
  origin: string | undefined;
}

export interface FetchOptions {
  signal: AbortSignal;
  /** Called with the progress of fetches that take long. */
  report: (line: string) => void;
}

interface Submodule {
  path: string;
  commit: string;
  url: string;
}

const maxDepth = 8;

/** Fetches the submodules of an extracted tree, and their own submodules, to their paths. */
export async function extractSubmodules(
  tree: ExtractedTree,
  fetching: FetchOptions,
  depth = 0,
): Promise<void> {
  const links = await gitlinks(tree);
  if (links.length === 0) return;
  if (depth === maxDepth) throw new Failure(`Submodules are nested more than ${maxDepth} levels deep`);
  const urls = await submoduleUrls(tree);
  for (const { path, commit } of links) {
    const url = urls.get(path);
    if (url === undefined) {
      throw new Failure(`The submodule ${path} has no address in .gitmodules`, {
        code: 'git.submodule-unknown',
        hint: `Add the submodule again: git submodule add <url> ${path} · or remove the submodule: git rm ${path}`,
      });
    }
    await extractSubmodule(
      tree,
      { path, commit, url: submoduleUrl(url, tree.origin, path) },
      fetching,
      depth,
    );
  }
}

async function extractSubmodule(
  tree: ExtractedTree,
  submodule: Submodule,
  fetching: FetchOptions,
  depth: number,
): Promise<void> {
  const { path, commit, url } = submodule;
  const { signal } = fetching;
  const dest = join(tree.dest, path);
  refuseLinks(tree.dest, path);
  // Beside the tree, so that it is deleted with the work folder.
  const scratch = mkdtempSync(join(dirname(tree.dest), '.submodule-'));
  try {
    await fetchCommit(scratch, submodule, fetching);
    await unpack(scratch, commit, dest, signal);
    await extractSubmodules({ repository: scratch, rev: commit, dest, origin: url }, fetching, depth + 1);
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof Failure && error.code !== 'exec.failed') throw error;
    throw new Failure(`Could not fetch the submodule ${path} from ${url} at ${commit.slice(0, 12)}`, {
      code: 'git.submodule-fetch',
      details: error instanceof Failure ? error.details : lastLines(messageOf(error), maxErrorLines),
      hint: [
        'Check that the address is correct, that the commit was pushed there, and that the server may read it',
        'For a private repository, the user that runs the server needs a key in ~/.ssh or a password in ~/.netrc',
      ],
      cause: error,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const maxErrorLines = 20;

/** Milliseconds without output after which a fetch is stopped. */
const maxSilenceMs = 300_000;

/** Milliseconds between two lines about one fetch. */
const reportIntervalMs = 5_000;

/** Fetches the commit alone if the other server allows that, else all branches and tags. */
async function fetchCommit(
  scratch: string,
  { path, commit, url }: Submodule,
  fetching: FetchOptions,
): Promise<void> {
  await initBare(scratch, objectFormatOf(commit));
  writeAttributes(scratch);
  appendFileSync(join(scratch, 'config'), objectChecks('fetch'));
  const client = await gitClient(scratch, {
    signal: fetching.signal,
    silenceMs: maxSilenceMs,
    onProgress: reporter(path, fetching.report),
    env: { GIT_ALLOW_PROTOCOL: 'https:http:ssh' },
  });
  try {
    await client.raw(['fetch', '--progress', '--no-tags', '--depth=1', '--', url, commit]);
  } catch {
    throwIfCancelled(fetching.signal);
    const refs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
    await client.raw(['fetch', '--progress', '--no-tags', '--', url, ...refs]);
  }
}

/** Reports the progress of a fetch from time to time. A fetch of a few seconds is not reported. */
function reporter(path: string, report: FetchOptions['report']) {
  let last = Date.now();
  return (stage: string, percent: number) => {
    if (Date.now() - last < reportIntervalMs) return;
    last = Date.now();
    report(`Fetching the submodule ${path}: ${stage} ${percent} %`);
  };
}

async function gitlinks({ repository, rev }: ExtractedTree): Promise<{ path: string; commit: string }[]> {
  const { stdout } = await git(repository, ['ls-tree', '-r', '-z', '--full-tree', rev]);
  return stdout.split('\0').flatMap((entry) => {
    const [, commit, path] = /^160000 commit ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
    if (!commit || !path) return [];
    refuseUndecodable(path);
    return [{ commit, path }];
  });
}

/** As a string, such a path would name another folder. */
function refuseUndecodable(path: string): void {
  if (!path.includes('\ufffd')) return;
  throw new Failure(`The path of the submodule ${JSON.stringify(path)} is not UTF-8`, {
    code: 'git.submodule-path',
    hint: 'Move the submodule to a path of letters, digits and dashes with git mv, commit and push again',
  });
}

/** Path → address, from `.gitmodules`. */
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

/** A symbolic link in the path would let the submodule's files be written somewhere else. */
function refuseLinks(root: string, path: string): void {
  let current = root;
  for (const part of path.split('/')) {
    current = join(current, part);
    const found = lstatSync(current, { throwIfNoEntry: false });
    if (found && !found.isDirectory())
      throw new Failure(`The path of the submodule ${path} passes through a symbolic link or a file`, {
        code: 'git.submodule-link',
        hint: `Move the submodule to a path of ordinary folders, commit and push again: git mv ${path} <path>`,
      });
  }
}
