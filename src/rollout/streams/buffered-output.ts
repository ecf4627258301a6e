import { Transform, type TransformCallback } from 'node:stream';
import { forwardStream } from '../../core/forward-stream.ts';
import { wholeLines } from './splice.ts';

/** Bytes of live output that are enough to find its start in the log. */
const sampleBytes = 16_384;
/** Maximum number of lines in a sample. */
const maxSampleLines = 100;
/**
 * Maximum bytes of output accepted before it can be printed. A process that exits while nobody reads loses the rest.
 */
const maxBufferedBytes = 64 * 2 ** 20;

/** A live output that is buffered until the backfill is printed. */
export class BufferedOutput {
  readonly input = new Transform({
    highWaterMark: maxBufferedBytes,
    transform: (chunk: Buffer, _: BufferEncoding, done: TransformCallback) => {
      this.#arrived.resolve();
      this.hasOutput = true;
      done(null, chunk);
    },
  });
  /** Whether any output has arrived. */
  hasOutput = false;
  readonly #arrived = Promise.withResolvers<void>();
  readonly #target: NodeJS.WritableStream;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #end: (() => Promise<void>) | undefined;

  constructor(target: NodeJS.WritableStream) {
    this.#target = target;
  }

  /** Resolves when the first output arrives. */
  get arrived(): Promise<void> {
    return this.#arrived.promise;
  }

  /** Bytes that have arrived so far. Stops reading at the size of a sample. */
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

  /** Whether enough output has arrived to find its start in the log. */
  get hasSample(): boolean {
    return this.size >= sampleBytes;
  }

  /** Returns the first complete lines. */
  firstLines(): string[] {
    return wholeLines(Buffer.concat(this.#chunks).toString('utf8')).slice(0, maxSampleLines);
  }

  /** Prints the buffered output, then new output as it arrives. */
  forward(): void {
    // The chunks stay unchanged, because output need not be text.
    for (const chunk of this.#chunks) this.#target.write(chunk);
    this.#end = forwardStream(this.input, this.#target);
  }

  /** Resolves when all output is printed, or when the target no longer accepts output. */
  async drained(): Promise<void> {
    await this.#end?.().catch(() => {});
  }
}
