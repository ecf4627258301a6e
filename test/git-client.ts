import { type SimpleGit, simpleGit } from 'simple-git';

/**
 * Returns the Git client of a user in a test or benchmark. A test that reads the output of a push while it runs starts
 * Git as a process of its own.
 */
export function gitClient(folder: string, env: Record<string, string>): SimpleGit {
  return simpleGit({
    baseDir: folder,
    allowEnvironment: Object.keys(env),
    unsafe: { allowUnsafeConfigPaths: true, allowUnsafeSshCommand: true },
  }).env(env);
}
