import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { childEnvironment } from './environment.ts';

/** How a process ended; one of the two is set. */
export interface ProcessEnd {
  code: number | undefined;
  signal: NodeJS.Signals | undefined;
}

/** A process of this program with pipes to its standard streams and a channel for messages. */
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
  /** Also resolves when the process could not be started. */
  ended: Promise<ProcessEnd>;
}

/** Flags with which `bin/dokku` limits the server's heap. Node cannot use precompiled code under some of them. */
export const serverHeapFlags = [
  '--max-semi-space-size=',
  '--heap-growing-percent=',
  '--gc-memory-reducer-start-delay-ms=',
];

/** Node's flags of this process, with the heap size that `bin/dokku` sets for commands. */
function nodeFlags(): string[] {
  const kept = process.execArgv.filter((flag) => !serverHeapFlags.some((name) => flag.startsWith(name)));
  return [...kept, '--min-semi-space-size=16'];
}

/** Starts this program again, in a process group of its own. */
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
  // Execa has no event for the exit alone, and execa's own messages wait for an answer.
  const { nodeChildProcess } = child;
  const ended = new Promise<ProcessEnd>((resolve) => {
    nodeChildProcess.once('error', () => resolve({ code: undefined, signal: undefined }));
    // Execa itself resolves only after the pipes are closed, and a child of the worker may hold them open.
    nodeChildProcess.once('exit', (code, signal) =>
      resolve({ code: code ?? undefined, signal: signal ?? undefined }),
    );
  });
  // A broken pipe means that the process has ended, which `ended` reports; the pipe's own error adds nothing.
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
