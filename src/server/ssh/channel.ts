import type { Readable, Writable } from 'node:stream';
import type { ServerChannel } from 'ssh2';
import type { ProcessEnd, Worker } from '../../exec/worker.ts';
import type { FromWorker } from '../worker-messages.ts';
import { limits } from './limits.ts';
import { forgetWrittenChunk } from './written-chunk.ts';

/** Milliseconds to wait for output after the process has ended: a child of the process may hold the pipe open. */
const lateOutputMs = 2_000;

/** Connects a channel to the worker that serves it, until both are done. Memory use does not depend on the traffic. */
export async function joinChannel(channel: ServerChannel, worker: Worker): Promise<ProcessEnd> {
  let killer: NodeJS.Timeout | undefined;
  const onClose = () => {
    worker.signal('SIGHUP');
    killer = setTimeout(() => worker.signal('SIGKILL'), limits.killDelayMs);
  };
  channel.once('close', onClose);
  channel.on('error', () => {});
  channel.pipe(worker.stdin);
  const write = serialWriter(channel);
  const pumps = Promise.all([
    pump(worker.stdout, channel, write),
    pump(worker.stderr, channel.stderr, write),
  ]);
  const end = await Promise.race([worker.ended, waitUntilDone(worker)]);
  await Promise.race([pumps, new Promise((resolve) => setTimeout(resolve, lateOutputMs).unref())]);
  clearTimeout(killer);
  channel.off('close', onClose);
  channel.unpipe(worker.stdin);
  worker.stdin.destroy();
  // Nobody needs what the client still sends, but unread data would keep the channel from closing.
  channel.resume();
  sendExit(channel, end);
  return end;
}

/** Resolves when the worker reports its end. */
function waitUntilDone(worker: Worker): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    worker.onMessage((message) => {
      const { type, exitStatus } = message as FromWorker;
      if (type === 'done') resolve({ code: exitStatus, signal: undefined });
    });
  });
}

/** Sends the exit status or signal to the client. */
function sendExit(channel: ServerChannel, { code, signal }: ProcessEnd): void {
  if (signal) channel.exit(signal.replace(/^SIG/, ''));
  else channel.exit(code ?? 127);
  channel.end();
}

type Write = (target: Writable, chunk: Buffer) => Promise<void>;

async function pump(source: Readable, target: Writable, write: Write): Promise<void> {
  try {
    for await (const chunk of source) await write(target, chunk as Buffer);
  } catch {
    // A broken pipe means that its process has ended, which is awaited elsewhere.
  }
}

/**
 * One write at a time on the two streams of a channel. After each write the channel forgets the chunk, which ssh2 would
 * otherwise send twice.
 */
function serialWriter(channel: ServerChannel): Write {
  let turn: Promise<void> = Promise.resolve();
  return (target, chunk) => {
    turn = turn.then(
      () =>
        new Promise((resolve) => {
          target.write(chunk, () => {
            forgetWrittenChunk(channel);
            resolve();
          });
        }),
    );
    return turn;
  };
}
