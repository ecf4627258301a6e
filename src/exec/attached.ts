import { constants } from 'node:os';
import { execa } from 'execa';
import { bindToParent } from './bind-to-parent.ts';
import { childEnvironment } from './environment.ts';
import { ExecFailure } from './failure.ts';

export interface AttachedOptions {
  cwd?: string;
  env?: Record<string, string | undefined>;
}

/**
 * Runs a program on the standard streams of this process, so that no bytes pass through this process (git's pack
 * protocol, an editor). The program dies with this process. Resolves to the exit status, or 128 + n after signal n.
 */
export async function runAttached(
  file: string,
  args: readonly string[],
  options: AttachedOptions = {},
): Promise<number> {
  const { exitCode, signal, cause } = await execa(...bindToParent(file, args), {
    cwd: options.cwd,
    env: childEnvironment(options.env),
    extendEnv: false,
    stdio: 'inherit',
    reject: false,
    cleanup: false,
  });
  if (exitCode !== undefined) return exitCode;
  if (signal !== undefined) return 128 + constants.signals[signal];
  throw new ExecFailure({ command: file, stdout: '', stderr: '', exitCode, signal, timedOut: false }, cause);
}
