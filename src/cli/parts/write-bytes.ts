import type { Writable } from 'node:stream';
import { outputFailure } from '../../core/output-failure.ts';

/** Resolves when the bytes have left the process, or when the reader has closed the stream, as with text. */
export function writeBytes(stream: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(bytes, (error: NodeJS.ErrnoException | null | undefined) =>
      error && error.code !== 'EPIPE' ? reject(outputFailure(error)) : resolve(),
    );
  });
}
