import { Transform, type TransformCallback } from 'node:stream';
import { forwardStream } from '../../core/forward-stream.ts';
import { wholeLines } from './splice.ts';

/** Bytes of live output with which its start can be searched in the log. */
const sampleBytes = 16_384;
/** Lines that are searched. */
const maxSampleLines = 100;
/** Output is accepted before it can be printed: a process that ends while nobody reads its output loses the rest. */
const maxBufferedBytes = 64 * 2 ** 20;

/** A live output that is held back until the backfill is printed. */
export class BufferedOutput {
  readonly input = new Transform({
    highWaterMark: maxBufferedBytes,
    transform: (chunk: Buffer, _: BufferEncoding, done: TransformCallback) => {
      this.#arrived.resolve();
      this.hasOutput = true;
      done(null, chunk);
    },
  });
  /** Something has arrived. */
  hasOutput = false;
  readonly #arrived = Promise.withResolvers<void>();
  readonly #target: NodeJS.WritableStream;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #end: (() => Promise<void>) | undefined;

  constructor(target: NodeJS.WritableStream) {
    this.#target = target;
  }

  /** Resolves when something arrives. */
  get arrived(): Promise<void> {
    return this.#arrived.promise;
  }

  /** Bytes that have arrived so far. Nothing is read beyond the size of a sample. */
  get size(): number {
    if (this.#size < sampleBytes) {
      const chunk = this.input.read() as Buffer | null;
      if (chunk) {
        this.#chunks.push(chunk);
        this.#size += chunk.length;
      }
    }
    return this.#size;
  }

  /** Enough has arrived to search its start in the log. */
  get hasSample(): boolean {
    return this.size >= sampleBytes;
  }

  /** The first lines that have arrived completely. */
  firstLines(): string[] {
    return wholeLines(Buffer.concat(this.#chunks).toString('utf8')).slice(0, maxSampleLines);
  }

  /** Prints what is buffered, and from now on what arrives. */
  forward(): void {
    // As they are: they need not be text.
    for (const chunk of this.#chunks) this.#target.write(chunk);
    this.#end = forwardStream(this.input, this.#target);
  }

  /** Resolves when everything is printed, or when nobody reads it any more. */
  async drained(): Promise<void> {
    await this.#end?.().catch(() => {});
  }
}
