import type { Context } from '../../cli/invoke/context.ts';
import type { StreamOptions } from '../../kube/exec.ts';

/** The session's streams, to be attached to a container. With a terminal, keys arrive one by one. */
export function sessionStreams(
  { streams, terminal, signal }: Context,
  tty: boolean,
): Omit<StreamOptions, 'signal'> {
  return {
    stdin: streams.stdin,
    stdout: streams.stdout,
    stderr: streams.stderr,
    terminal:
      tty && terminal
        ? {
            size: () => ({ columns: terminal.columns, rows: terminal.rows }),
            onResize(listener) {
              const ended = new AbortController();
              terminal.onResize(listener, AbortSignal.any([signal, ended.signal]));
              return () => ended.abort();
            },
          }
        : undefined,
  };
}

/** Runs `body` with the session's terminal in raw mode, and always restores the terminal. */
export async function withRawTerminal<T>(
  { terminal }: Context,
  raw: boolean,
  body: () => Promise<T>,
): Promise<T> {
  if (!raw) return body();
  terminal?.setRaw(true);
  try {
    return await body();
  } finally {
    terminal?.setRaw(false);
  }
}
