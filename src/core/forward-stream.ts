import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Hands on to `target`, which stays open, what is written to `input`. The returned function ends the input and resolves
 * when all of it was handed on; it rejects when the target has broken before that.
 */
export function forwardStream(input: Duplex, target: NodeJS.WritableStream): () => Promise<void> {
  const handedOn = pipeline(input, target, { end: false });
  // Who waits for it hears of it.
  handedOn.catch(() => {});
  return () => {
    input.end();
    return handedOn;
  };
}
