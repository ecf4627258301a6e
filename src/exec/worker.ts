import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { childEnvironment } from './environment.ts';

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
  /** Does nothing when the worker has exited; `ended` reports that. */
  send(message: object): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Signals the worker and the children that it did not put into groups of their own. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves also when it could not be started. */
  ended: Promise<ProcessEnd>;
}

/** Flags by which `bin/dokku` keeps the heap of the server small. Code that was compiled ahead is not for some of them. */
export const serverHeapFlags = [
  '--max-semi-space-size=',
  '--heap-growing-percent=',
  '--gc-memory-reducer-start-delay-ms=',
];

/** Node's flags of this process, but with the heap that `bin/dokku` gives to a command. */
function nodeFlags(): string[] {
  const kept = process.execArgv.filter((flag) => !serverHeapFlags.some((name) => flag.startsWith(name)));
  return [...kept, '--min-semi-space-size=16'];
}

/** Starts this very program once more, in a process group of its own. */
export function startWorker(env: Record<string, string | undefined>): Worker {
  const child = execa(process.execPath, [...nodeFlags(), process.argv[1]!], {
    env: childEnvironment(env),
    extendEnv: false,
    stdio: 'pipe',
    buffer: false,
    ipc: true,
    serialization: 'json',
    killDescendants: true,
    forceKillAfterDelay: false,
    cleanup: false,
    reject: false,
  });
  // Execa has no event for the exit alone, and its own messages wait for an answer.
  const { nodeChildProcess } = child;
  const ended = new Promise<ProcessEnd>((resolve) => {
    nodeChildProcess.once('error', () => resolve({ code: undefined, signal: undefined }));
    // Not when execa resolves: that waits for the pipes, which a child of the worker may hold open.
    nodeChildProcess.once('exit', (code, signal) =>
      resolve({ code: code ?? undefined, signal: signal ?? undefined }),
    );
  });
  // A reader or writer that is missing shows as the end of the process; the pipes have nothing to add.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {});
  return {
    pid: child.pid,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    send: (message) => {
      if (nodeChildProcess.connected) nodeChildProcess.send(message, () => {});
    },
    onMessage: (listener) => void nodeChildProcess.on('message', listener),
    signal: (signal) => void child.kill(signal),
    ended,
  };
}
