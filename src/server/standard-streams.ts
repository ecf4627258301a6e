import { writeSync } from 'node:fs';
import type { Streams } from '../cli/invoke/context.ts';
import type { Failure } from '../core/failure.ts';
import type { Sink } from '../core/output.ts';
import { outputFailure } from '../core/output-failure.ts';

export interface StandardStreams {
  streams: Streams;
  stdout: Sink;
  stderr: Sink;
  /** Resolves when everything written has left the process; throws a Failure when it could not. */
  flush(): Promise<void>;
}

/**
 * This process's own streams. Node's stream objects take 4 ms to create. On a pipe they hold back output above 64 KiB,
 * which is lost at exit. So text goes straight to the descriptor, and the objects are created only on request.
 */
export function standardStreams(lost: (reason?: Failure) => void): StandardStreams {
  const used = new Set<NodeJS.WriteStream>();
  let failure: Failure | undefined;
  const open = (name: 'stdout' | 'stderr'): NodeJS.WriteStream => {
    const stream = process[name];
    if (!used.has(stream)) {
      used.add(stream);
      stream.on('error', (error: NodeJS.ErrnoException) => {
        if (!isLost(error) && name === 'stdout') failure ??= outputFailure(error);
        lost(failure);
      });
    }
    return stream;
  };
  const sink = (name: 'stdout' | 'stderr', descriptor: number): Sink => ({
    write(text) {
      // A stream object that is in use may hold back text that must come first.
      if (used.size > 0) return void open(name).write(text);
      const rest = writeDirectly(descriptor, text, lost);
      if (rest) open(name).write(rest);
    },
  });
  return {
    streams: {
      get stdin() {
        return process.stdin;
      },
      get stdout() {
        return open('stdout');
      },
      get stderr() {
        return open('stderr');
      },
    },
    stdout: sink('stdout', 1),
    stderr: sink('stderr', 2),
    async flush() {
      await Promise.all([...used].map((stream) => new Promise((done) => stream.write('', done))));
      if (failure) throw failure;
    },
  };
}

/** Writes all bytes. Returns the bytes that a full non-blocking pipe does not accept. */
function writeDirectly(descriptor: number, text: string, lost: () => void): Uint8Array | undefined {
  let bytes = Buffer.from(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(writeSync(descriptor, bytes));
    return undefined;
  } catch (error) {
    const failed = error as NodeJS.ErrnoException;
    if (failed.code === 'EAGAIN') return bytes;
    if (isLost(failed)) lost();
    // No stream is left to report that the error output is lost.
    else if (descriptor === 1) throw outputFailure(failed);
    return undefined;
  }
}

/** Whether the reader of a pipe, a terminal or a socket has closed its end. */
function isLost({ code = '' }: NodeJS.ErrnoException): boolean {
  return ['EPIPE', 'EIO', 'ECONNRESET'].includes(code);
}
