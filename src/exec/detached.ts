import { closeSync, openSync } from 'node:fs';
import { execa } from 'execa';
import { childEnvironment } from './environment.ts';

/** Starts a program in a session of its own, so that it outlives this process. Its output is appended to `logFile`. */
export function startDetached(
  file: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string | undefined>; logFile: string },
): number | undefined {
  // Any descriptor works; the types of execa list only the first ones.
  const log = openSync(options.logFile, 'a', 0o600) as 3;
  try {
    const child = execa(file, args, {
      cwd: options.cwd,
      env: childEnvironment(options.env),
      extendEnv: false,
      detached: true,
      cleanup: false,
      reject: false,
      // A descriptor, because execa would pass the output for a file name through this process.
      stdio: ['ignore', log, log],
    });
    child.nodeChildProcess.unref();
    return child.pid;
  } finally {
    closeSync(log);
  }
}
