import type { Readable } from 'node:stream';
import { execa, type ResultPromise } from 'execa';
import { throwIfCancelled } from '../core/failure.ts';
import { boundToThisProcess } from './bind-to-parent.ts';
import { childEnvironment } from './environment.ts';
import { ExecFailure } from './failure.ts';

/** Milliseconds from SIGTERM to SIGKILL. */
const forceKillDelayMs = 5_000;

export interface RunOptions {
  cwd?: string;
  /** Added to the small inherited part, see `childEnvironment`. */
  env?: Record<string, string | undefined>;
  /** Standard input; none when absent. */
  input?: string | Uint8Array | Readable;
  /** Stops the child's whole process group: SIGTERM, then SIGKILL after five seconds. */
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
export async function runProgram(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  if (options.signal) throwIfCancelled(options.signal);
  const child = execa(...boundToThisProcess(file, args), {
    cwd: options.cwd,
    env: childEnvironment(options.env),
    extendEnv: false,
    // The whole process group, at the end of the time and on cancellation: SIGTERM, and SIGKILL after a while.
    killDescendants: true,
    forceKillAfterDelay: forceKillDelayMs,
    timeout: options.timeout,
    cancelSignal: options.signal,
    cleanup: false,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: options.limit ?? 64 * 1024 * 1024,
    buffer: options.keep ?? true,
    stdin: options.input === undefined ? 'ignore' : 'pipe',
    input: options.input,
  });
  const silence = stopWhenSilent(child, options.silence);
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
          timedOut: result.timedOut || silence.timedOut(),
        },
        result.cause,
      );
    }
    return { stdout: result.stdout ?? '', stderr: result.stderr ?? '', exitCode: result.exitCode };
  } finally {
    silence.end();
  }
}

async function lines(child: ResultPromise, stream: 'stdout' | 'stderr', options: RunOptions): Promise<void> {
  for await (const line of child.iterable({ from: stream })) options.onLine!(String(line), stream);
}

/** Stops the child when it prints nothing for so many milliseconds, for which execa has no option. */
function stopWhenSilent(child: ResultPromise, silenceMs: number | undefined) {
  let timedOut = false;
  const stop = () => {
    timedOut = true;
    child.kill();
  };
  const timer = silenceMs ? setTimeout(stop, silenceMs) : undefined;
  const heard = () => void timer?.refresh();
  if (timer) {
    child.stdout?.on('data', heard);
    child.stderr?.on('data', heard);
  }
  return { timedOut: () => timedOut, end: () => clearTimeout(timer) };
}
