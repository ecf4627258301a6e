import { fstatSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { isatty } from 'node:tty';
import type { Terminal } from '../cli/invoke/context.ts';
import type { Session } from '../cli/invoke/session.ts';
import type { CommandTable } from '../cli/table/command-table.ts';
import { environmentFrom } from '../core/environment.ts';
import { Cancelled, type Failure } from '../core/failure.ts';
import { standardStreams } from './standard-streams.ts';

/** The session of a command that was started on the server itself: this process's arguments and streams. */
export function localSession(commands: CommandTable, argv: string[], installation: string): Session {
  const { lost, signal } = interruption();
  const { streams, stdout, stderr, flush } = standardStreams(lost);
  return {
    commands,
    argv,
    environment: environmentFrom(process.env, installation),
    variables: process.env,
    actor: { name: process.env.SUDO_USER ?? userInfo().username, via: 'local' },
    streams,
    sinks: { stdout, stderr },
    terminal: isTerminal(1) ? localTerminal() : undefined,
    signal,
    flush,
  };
}

/** Aborted by the signals that stop a process, and by `lost` when nobody reads the output any more. */
export function interruption(): { signal: AbortSignal; lost: (reason?: Failure) => void } {
  const controller = new AbortController();
  const reasons: [NodeJS.Signals, string][] = [
    ['SIGINT', 'Interrupted'],
    ['SIGTERM', 'The process was asked to stop'],
    ['SIGHUP', 'The connection was lost'],
  ];
  for (const [signal, reason] of reasons) process.on(signal, () => controller.abort(new Cancelled(reason)));
  return {
    signal: controller.signal,
    lost: (reason) => controller.abort(reason ?? new Cancelled('The connection was lost')),
  };
}

/** Asks the terminal driver only if a terminal is possible: its module takes 3 ms to load. */
function isTerminal(descriptor: number): boolean {
  const status = fstatSync(descriptor);
  return status.isCharacterDevice() && status.rdev !== statSync('/dev/null').rdev && isatty(descriptor);
}

function localTerminal(): Terminal {
  const { stdin, stdout } = process;
  return {
    get columns() {
      return stdout.columns;
    },
    get rows() {
      return stdout.rows;
    },
    get isTyped() {
      return isTerminal(0);
    },
    onResize(listener, signal) {
      const resized = () => listener({ columns: stdout.columns, rows: stdout.rows });
      stdout.on('resize', resized);
      signal.addEventListener('abort', () => stdout.off('resize', resized), { once: true });
    },
    setRaw(raw) {
      if (stdin.isTTY) stdin.setRawMode(raw);
    },
  };
}
