import type { ServerChannel } from 'ssh2';

/** Private fields of a channel: a chunk that waits for the client's window, and its callback. */
interface Pending {
  _chunk?: unknown;
  _chunkcb?: unknown;
  _chunkErr?: unknown;
  _chunkcbErr?: unknown;
}

/**
 * Clears the chunk that a channel has just written. For ssh2 1.17.0, which keeps a chunk that had to wait for the window
 * of the client after the chunk was sent, and sends it again when the other stream of the channel has to wait. Called
 * after each write, when no other write is pending. Without it the output is wrong, so no figure has to pay for it.
 * test/unit/server/written-chunk.test.ts fails when ssh2 no longer does this.
 */
export function forgetWrittenChunk(channel: ServerChannel): void {
  const pending: Pending = channel as object;
  pending._chunk = pending._chunkcb = pending._chunkErr = pending._chunkcbErr = undefined;
}
