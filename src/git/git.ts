import { realpathSync } from 'node:fs';
import { type RunOptions, type RunResult, runProgram } from '../exec/run-program.ts';

/**
 * Variables in which Git passes a hook the place of the pushed objects before they are accepted, see `git help
 * receive-pack`, "Quarantine environment".
 */
const quarantine = ['GIT_QUARANTINE_PATH', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES'];

/** Nothing of the configuration of the machine or of a user is read, and nobody is asked for a password. */
export const ownConfigOnly = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
};

/** What git is given to work on a repository besides the basics; no configuration of the machine or of a user. */
export function gitVariables(repository: string): Record<string, string | undefined> {
  const passed = Object.fromEntries(
    isPushedTo(repository) ? quarantine.map((name) => [name, process.env[name]]) : [],
  );
  return { ...passed, ...ownConfigOnly };
}

/** Git looks for objects only there, so the variables must not be passed on for other repositories. */
function isPushedTo(repository: string): boolean {
  const pushed = process.env.GIT_QUARANTINE_PATH;
  return pushed !== undefined && realpathSync(pushed).startsWith(`${realpathSync(repository)}/`);
}

/**
 * Runs git on a bare repository. Throws `ExecFailure`. This is the path of a push, which runs git twice before its build:
 * the variables of the quarantine go along, and the kernel kills git when this process dies. `client.ts` has neither.
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
