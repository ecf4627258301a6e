import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { boundToUs } from './bound.ts';
import { childEnvironment } from './environment.ts';
import { ExecFailure } from './failure.ts';

export interface AttachedOptions {
  cwd?: string;
  env?: Record<string, string | undefined>;
}

/**
 * Runs a program on this process's own standard streams, so that bytes never pass through us
 * (git's pack protocol, an editor). It ends with this process. Resolves to its exit status, 128 + n for signal n.
 */
export function runAttached(
  file: string,
  args: readonly string[],
  options: AttachedOptions = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(...boundToUs(file, args), {
      cwd: options.cwd,
      env: childEnvironment(options.env),
      stdio: 'inherit',
    });
    child.once('error', (error) =>
      reject(
        new ExecFailure(
          { command: file, stdout: '', stderr: '', exitCode: undefined, signal: undefined, timedOut: false },
          error,
        ),
      ),
    );
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
