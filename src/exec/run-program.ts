import type { Readable } from 'node:stream';
import { execa, type ResultPromise } from 'execa';
import { throwIfCancelled } from '../core/failure.ts';
import { bindToParent } from './bind-to-parent.ts';
import { childEnvironment } from './environment.ts';
import { ExecFailure } from './failure.ts';

/** Milliseconds between SIGTERM and SIGKILL. */
const forceKillDelayMs = 5_000;

export interface RunOptions {
  cwd?: string;
  /** Added to the inherited variables, see `childEnvironment`. */
  env?: Record<string, string | undefined>;
  /** Standard input; default: empty. */
  input?: string | Uint8Array | Readable;
  /** Its abort stops the child's whole process group: SIGTERM, then SIGKILL after five seconds. */
  signal?: AbortSignal;
  /** Milliseconds of total run time. */
  timeout?: number;
  /** Milliseconds without any output. Use this limit for builds: a long build is not a stuck build. */
  silence?: number;
  /** Called with each complete line of output. */
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Maximum bytes kept of each stream; the child fails above the limit. Default 64 MiB. */
  limit?: number;
  /** False: the output goes only to `onLine`. Nothing is kept, and `limit` does not apply. */
  keep?: boolean;
  /** Exit statuses that are answers, not failures. */
  accept?: number[];
}

export interface RunResult {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/**
 * Runs `file` with a list of arguments: without a shell, in its own process group, with a small environment. Throws
 * `ExecFailure` on an exit status other than 0 and those in `accept`, `Cancelled` when `signal` was aborted.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  if (options.signal) throwIfCancelled(options.signal);
  const child = execa(...bindToParent(file, args), {
    cwd: options.cwd,
    env: childEnvironment(options.env),
    extendEnv: false,
    // After the time-out or on cancellation, the whole process group gets SIGTERM and, some seconds later, SIGKILL.
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

/** Stops the child after this many milliseconds without output. Execa has no option for that. */
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
