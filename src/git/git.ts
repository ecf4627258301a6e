import { realpathSync } from 'node:fs';
import { type RunOptions, type RunResult, runProgram } from '../exec/run-program.ts';

/**
 * Variables with which Git shows a hook the pushed objects before the push is accepted, see `git help receive-pack`,
 * "Quarantine environment".
 */
const quarantineVariables = [
  'GIT_QUARANTINE_PATH',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
];

/** Ignores the configuration of the machine and of users, and never asks for a password. */
export const ownConfigOnly = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
};

/** Git's own variables for work on a repository. The configuration of the machine and of users is ignored. */
export function gitVariables(repository: string): Record<string, string | undefined> {
  const passed = Object.fromEntries(
    isPushedTo(repository) ? quarantineVariables.map((name) => [name, process.env[name]]) : [],
  );
  return { ...passed, ...ownConfigOnly };
}

/** Under these variables Git looks for objects in the quarantine, so they must not reach other repositories. */
function isPushedTo(repository: string): boolean {
  const pushed = process.env.GIT_QUARANTINE_PATH;
  return pushed !== undefined && realpathSync(pushed).startsWith(`${realpathSync(repository)}/`);
}

/**
 * Runs git on a bare repository. Throws `ExecFailure`. A push runs git twice before its build, both times through this
 * function: it passes on the quarantine, which `client.ts` does not.
 */
export function git(
  repository: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  return runProgram('git', ['--git-dir', repository, ...args], {
    ...options,
    env: { ...gitVariables(repository), ...options.env },
  });
}
