import type { Readable } from 'node:stream';
import { execa, type ResultPromise } from 'execa';
import { throwIfCancelled } from '../core/failure.ts';
import { boundToUs } from './bound.ts';
import { childEnvironment } from './environment.ts';
import { ExecFailure } from './failure.ts';

export interface RunOptions {
  cwd?: string;
  /** Added to the small inherited part, see `childEnvironment`. */
  env?: Record<string, string | undefined>;
  /** Standard input; none when absent. */
  input?: string | Uint8Array | Readable;
  /** Ends the child's whole process group: SIGTERM, then SIGKILL after five seconds. */
  signal?: AbortSignal;
  /** Milliseconds of total run time. */
  timeout?: number;
  /** Milliseconds without any output: right for builds, where long is not stuck. */
  silence?: number;
  /** Called with each whole line as it is printed. */
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Bytes kept of each stream; the child fails beyond. Default 64 MiB. */
  limit?: number;
  /** False: nothing is kept and `limit` does not apply; the output is for `onLine` only. */
  keep?: boolean;
  /** Exit statuses that are answers and not failures. */
  accept?: number[];
}

export interface RunResult {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/**
 * Runs `file` with a list of arguments: no shell, its own process group, nothing inherited but the basics.
 * Throws `ExecFailure` on any exit status that is not 0 or in `accept`, `Cancelled` when `signal` was aborted.
 */
export async function run(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  if (options.signal) throwIfCancelled(options.signal);
  const child = execa(...boundToUs(file, args), {
    cwd: options.cwd,
    env: childEnvironment(options.env),
    extendEnv: false,
    detached: true,
    cleanup: false,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: options.limit ?? 64 * 1024 * 1024,
    buffer: options.keep ?? true,
    stdin: options.input === undefined ? 'ignore' : 'pipe',
    ...(options.input === undefined ? {} : inputOf(options.input)),
  });
  const guard = watchOver(child, options);
  try {
    if (options.onLine) await Promise.all([lines(child, 'stdout', options), lines(child, 'stderr', options)]);
    const result = await child;
    if (options.signal) throwIfCancelled(options.signal);
    const accepted =
      result.exitCode === 0 || (result.exitCode !== undefined && options.accept?.includes(result.exitCode));
    if (!accepted || result.exitCode === undefined) {
      throw new ExecFailure(
        {
          command: [file.split('/').at(-1), args.find((word) => !word.startsWith('-'))]
            .filter(Boolean)
            .join(' '),
          stdout: result.stdout ?? '',
          stderr: result.stderr ?? '',
          exitCode: result.exitCode,
          signal: result.signal,
          timedOut: guard.timedOut(),
        },
        result.cause,
      );
    }
    return { stdout: result.stdout ?? '', stderr: result.stderr ?? '', exitCode: result.exitCode };
  } finally {
    guard.end();
  }
}

function inputOf(input: string | Uint8Array | Readable) {
  return typeof input === 'string' || input instanceof Uint8Array
    ? { input }
    : { inputFile: undefined, input };
}

async function lines(child: ResultPromise, stream: 'stdout' | 'stderr', options: RunOptions): Promise<void> {
  for await (const line of child.iterable({ from: stream })) options.onLine!(String(line), stream);
}

/** Ends the group on cancellation, on total time and on silence. */
function watchOver(child: ResultPromise, options: RunOptions) {
  let timedOut = false;
  let killer: NodeJS.Timeout | undefined;
  const end = () => {
    killGroup(child.pid, 'SIGTERM');
    killer ??= setTimeout(() => killGroup(child.pid, 'SIGKILL'), 5000).unref();
  };
  const late = () => {
    timedOut = true;
    end();
  };
  const total = options.timeout ? setTimeout(late, options.timeout) : undefined;
  let silence = options.silence ? setTimeout(late, options.silence) : undefined;
  if (options.silence) {
    const heard = () => {
      silence = silence?.refresh();
    };
    child.stdout?.on('data', heard);
    child.stderr?.on('data', heard);
  }
  options.signal?.addEventListener('abort', end, { once: true });
  return {
    timedOut: () => timedOut,
    end: () => {
      clearTimeout(total);
      clearTimeout(silence);
      clearTimeout(killer);
      options.signal?.removeEventListener('abort', end);
    },
  };
}

/** Signals a whole process group; a group that is gone already is no error. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
