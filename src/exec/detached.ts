import { closeSync, openSync } from 'node:fs';
import { execa } from 'execa';
import { childEnvironment } from './environment.ts';

/** Starts a program that outlives this process, in a session of its own, its output appended to `logFile`. */
export function startDetached(
  file: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string | undefined>; logFile: string },
): number | undefined {
  // Any descriptor will do; execa's types list the first ones.
  const log = openSync(options.logFile, 'a', 0o600) as 3;
  try {
    const child = execa(file, args, {
      cwd: options.cwd,
      env: childEnvironment(options.env),
      extendEnv: false,
      detached: true,
      cleanup: false,
      reject: false,
      // The descriptor itself: what execa opens for a file passes through this process.
      stdio: ['ignore', log, log],
    });
    child.nodeChildProcess.unref();
    return child.pid;
  } finally {
    closeSync(log);
  }
}
