import { type RunOptions, type RunResult, run } from '../exec/run.ts';

/**
 * Variables by which Git tells a hook where the pushed objects are before they are accepted, see `git help
 * receive-pack`, "Quarantine environment".
 */
const quarantine = ['GIT_QUARANTINE_PATH', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES'];

/** What every git process of ours is given besides the basics; no configuration of the machine or of a user. */
export function gitVariables(): Record<string, string | undefined> {
  const passed = Object.fromEntries(quarantine.map((name) => [name, process.env[name]]));
  return { ...passed, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' };
}

/** Runs git on a bare repository. Throws `ExecFailure`. */
export function git(
  repository: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  return run('git', ['--git-dir', repository, ...args], {
    ...options,
    env: { ...gitVariables(), ...options.env },
  });
}
