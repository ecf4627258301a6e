import { constants } from 'node:os';
import { execa } from 'execa';
import { bindToParent } from './bind-to-parent.ts';
import { childEnvironment } from './environment.ts';
import { ExecFailure } from './failure.ts';

export interface AttachedOptions {
  cwd?: string;
  env?: Record<string, string | undefined>;
  /** Changes what the program prints on standard output, as it comes. */
  filter?: OutputFilter;
}

export interface OutputFilter {
  push(chunk: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

/**
 * Runs a program on the standard streams of this process, so that no bytes pass through this process (git's pack
 * protocol, an editor), except those of a filter. The program dies with this process. Resolves to the exit status, or 128 + n after signal n.
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
    ...(options.filter ? filtered(options.filter) : { stdio: 'inherit' as const }),
    reject: false,
    cleanup: false,
  });
  if (exitCode !== undefined) return exitCode;
  if (signal !== undefined) return 128 + constants.signals[signal];
  throw new ExecFailure({ command: file, stdout: '', stderr: '', exitCode, signal, timedOut: false }, cause);
}

function filtered(filter: OutputFilter) {
  const transform = {
    *transform(chunk: unknown) {
      yield filter.push(chunk as Uint8Array);
    },
    *final() {
      yield filter.end();
    },
    binary: true,
  };
  return { stdin: 'inherit', stdout: [transform, 'inherit'], stderr: 'inherit', buffer: false } as const;
}
