import { PassThrough } from 'node:stream';
import { forwardStream } from '../../core/forward-stream.ts';
import { linesIn } from './splice.ts';

/** Bytes that came live, from which on they are enough to find their place in the log. */
const enough = 16_384;
/** Lines of them that are looked for. */
const window = 100;
/**
 * Bytes that are taken although they cannot be handed on yet: a process that ends while its output is not taken loses
 * what is under way.
 */
const room = 64 * 2 ** 20;

/** Holds an output back until what was printed before it has been told. */
export class BufferedOutput {
  readonly input = new PassThrough({ highWaterMark: room });
  used = false;
  readonly #target: NodeJS.WritableStream;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #end: (() => Promise<void>) | undefined;

  constructor(target: NodeJS.WritableStream) {
    this.#target = target;
    this.input.once('data', () => {
      this.used = true;
    });
    this.input.pause();
  }

  /** Bytes that have come so far, as long as they are not enough. */
  get size(): number {
    if (this.#size < enough) {
      const chunk = this.input.read() as Buffer | null;
      if (chunk) {
        this.#chunks.push(chunk);
        this.#size += chunk.length;
      }
    }
    return this.#size;
  }

  /** Whether so much has come that its place in the log can be found. */
  get isEnough(): boolean {
    return this.size >= enough;
  }

  /** The first whole lines that have come. */
  lines(): string[] {
    return linesIn(Buffer.concat(this.#chunks).toString('utf8')).slice(0, window);
  }

  open(): void {
    // As they are: they need not be text.
    for (const chunk of this.#chunks) this.#target.write(chunk);
    this.#end = forwardStream(this.input, this.#target);
  }

  /** All that was attached has been handed on, or nobody reads it any more. */
  async drained(): Promise<void> {
    await this.#end?.().catch(() => {});
  }
}
