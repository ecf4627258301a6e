import type { SimpleGit, SimpleGitProgressEvent } from 'simple-git';
import { bindToParentInTwoWords } from '../exec/bind-to-parent.ts';
import { childEnvironment } from '../exec/environment.ts';
import { ownConfigOnly } from './git.ts';
import type { ObjectFormat } from './object-format.ts';

export interface ClientOptions {
  /** Stops git. */
  signal?: AbortSignal;
  /** Milliseconds without output after which git is stopped. */
  silenceMs?: number;
  /** Called with the progress of a fetch: `receiving`, 42. */
  onProgress?: (stage: string, percent: number) => void;
  /** Added to the small environment that every child process gets. */
  env?: Record<string, string>;
}

/**
 * Git for administrative work in a folder: creating, copying and fetching repositories. The library is loaded at first
 * use. It refuses options with which a repository could run programs. The kernel stops git when this process dies. A
 * push uses `git.ts` instead: simple-git does not support the quarantine, and takes longer to load than Node takes to
 * start.
 */
export async function gitClient(
  folder: string,
  { signal, silenceMs, onProgress, env }: ClientOptions = {},
): Promise<SimpleGit> {
  const { simpleGit } = await import('simple-git');
  const variables = childEnvironment({ ...ownConfigOnly, ...lowSpeedLimit(silenceMs), ...env });
  return simpleGit({
    baseDir: folder,
    binary: bindToParentInTwoWords('git'),
    abort: signal,
    timeout: silenceMs === undefined ? undefined : { block: silenceMs },
    progress: onProgress && (({ stage, progress }: SimpleGitProgressEvent) => onProgress(stage, progress)),
    allowEnvironment: Object.keys(variables),
    // All three are constants of this program: no configuration of a user, no template, and the program to start.
    unsafe: { allowUnsafeConfigPaths: true, allowUnsafeTemplateDir: true, allowUnsafeCustomBinary: true },
  }).env(variables);
}

/** Git does not stop its program for HTTP when git itself is stopped. That program stops at this limit on its own. */
function lowSpeedLimit(silenceMs: number | undefined): Record<string, string> {
  if (silenceMs === undefined) return {};
  return { GIT_HTTP_LOW_SPEED_LIMIT: '1', GIT_HTTP_LOW_SPEED_TIME: String(Math.ceil(silenceMs / 1000)) };
}

/** Creates an empty bare repository in a folder that exists. */
export async function initBare(folder: string, format: ObjectFormat): Promise<void> {
  const client = await gitClient(folder);
  await client.init(true, { '--quiet': null, '--template=': null, '--object-format': format });
}

/** Git on a bare repository. `GIT_DIR` names it, so that git also reads a repository of another user. */
export async function repositoryClient(repository: string): Promise<SimpleGit> {
  return gitClient(repository, { env: { GIT_DIR: repository } });
}
