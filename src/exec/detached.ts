import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { childEnvironment } from './environment.ts';

/** Starts a program that outlives this process, in a session of its own, its output appended to `logFile`. */
export function startDetached(
  file: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string | undefined>; logFile: string },
): number | undefined {
  const log = openSync(options.logFile, 'a', 0o600);
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: childEnvironment(options.env),
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  return child.pid;
}
