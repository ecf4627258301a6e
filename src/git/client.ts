import type { SimpleGit, SimpleGitProgressEvent } from 'simple-git';
import { childEnvironment } from '../exec/environment.ts';
import { ownConfigOnly } from './git.ts';

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
 * use. It refuses options with which a repository could run programs. A push uses `git.ts` instead: simple-git does
 * not support the quarantine, cannot bind a process to this one, and takes longer to load than Node takes to start.
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
    // Both are constants of this program: no configuration of a user, no template.
    unsafe: { allowUnsafeConfigPaths: true, allowUnsafeTemplateDir: true },
  }).env(variables);
}

/** Creates an empty bare repository in a folder that exists. */
export async function initBare(folder: string): Promise<void> {
  const client = await gitClient(folder);
  await client.init(true, { '--quiet': null, '--template=': null });
}
