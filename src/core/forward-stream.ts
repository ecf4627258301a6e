import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Forwards everything written to `input` to `target`, which stays open. The returned function ends the input and
 * resolves when everything was forwarded. It rejects when the target fails first.
 */
export function forwardStream(input: Duplex, target: NodeJS.WritableStream): () => Promise<void> {
  const forwarded = pipeline(input, target, { end: false });
  // The caller that awaits the result sees the error.
  forwarded.catch(() => {});
  return () => {
    input.end();
    return forwarded;
  };
}
