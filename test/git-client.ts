import { type SimpleGit, simpleGit } from 'simple-git';

/**
 * The Git client of somebody who works with a repository in a test or a bench. A push is started as a process of its own
 * where a test reads what the person sees while it runs.
 */
export function gitClient(folder: string, env: Record<string, string>): SimpleGit {
  return simpleGit({
    baseDir: folder,
    allowEnvironment: Object.keys(env),
    unsafe: { allowUnsafeConfigPaths: true, allowUnsafeSshCommand: true },
  }).env(env);
}
