import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { childEnvironment } from './environment.ts';
import { killGroup } from './run.ts';

/** How a process ended: one of the two is set. */
export interface ProcessEnd {
  code: number | undefined;
  signal: NodeJS.Signals | undefined;
}

/** A process of our own with pipes to its standard streams and a channel for messages. */
export interface Worker {
  pid: number | undefined;
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
  /** A worker that has gone meanwhile is no error here: `ended` tells. */
  send(message: object): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Signals the worker and the children that it did not put into groups of their own. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves also when it could not be started. */
  ended: Promise<ProcessEnd>;
}

/** Starts this very program once more, in a process group of its own. */
export function startWorker(env: Record<string, string | undefined>): Worker {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!], {
    env: childEnvironment(env),
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    detached: true,
  }) as ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable };
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('error', () => resolve({ code: undefined, signal: undefined }));
    child.once('exit', (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined }));
  });
  // A reader or writer that is gone shows as the end of the process; the pipes have nothing to add.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {});
  child.on('error', () => {});
  return {
    pid: child.pid,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    send: (message) => {
      if (child.connected) child.send(message, () => {});
    },
    onMessage: (listener) => void child.on('message', listener),
    signal: (signal) => killGroup(child.pid, signal),
    ended,
  };
}
