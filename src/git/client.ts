import type { SimpleGit, SimpleGitProgressEvent } from 'simple-git';
import { childEnvironment } from '../exec/environment.ts';
import { ownConfigOnly } from './git.ts';

export interface ClientOptions {
  /** Stops git. */
  signal?: AbortSignal;
  /** Milliseconds without output after which git is stopped. */
  silenceMs?: number;
  /** Called with what git reports of a fetch: `receiving`, 42. */
  onProgress?: (stage: string, percent: number) => void;
  /** Added to the small environment of every child process. */
  env?: Record<string, string>;
}

/**
 * Git for administrative work in a folder: creating, copying and fetching repositories. It is loaded when it is needed,
 * and refuses options by which a repository could run programs. The path of a push uses `git.ts` instead: simple-git
 * knows no quarantine, cannot bind a process to this one, and takes 40 ms to load.
 */
export async function gitClient(
  folder: string,
  { signal, silenceMs, onProgress, env }: ClientOptions = {},
): Promise<SimpleGit> {
  const { simpleGit } = await import('simple-git');
  const variables = childEnvironment({ ...ownConfigOnly, ...env });
  return simpleGit({
    baseDir: folder,
    abort: signal,
    timeout: silenceMs === undefined ? undefined : { block: silenceMs },
    progress: onProgress && (({ stage, progress }: SimpleGitProgressEvent) => onProgress(stage, progress)),
    allowEnvironment: Object.keys(variables),
    // Both are constants of ours: no configuration of the user, no template.
    unsafe: { allowUnsafeConfigPaths: true, allowUnsafeTemplateDir: true },
  }).env(variables);
}

/** Creates an empty bare repository in a folder that exists. */
export async function initBare(folder: string): Promise<void> {
  const client = await gitClient(folder);
  await client.init(true, { '--quiet': null, '--template=': null });
}
