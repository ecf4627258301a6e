import { humanDuration } from '../../core/clock.ts';
import type { Sink } from '../../core/output.ts';

const maxSilenceMs = 10_000;

/**
 * A sink that writes a line after ten seconds without output: load balancers close silent connections, and users take
 * silence for a hang.
 */
export class KeepAlive implements Sink, Disposable {
  readonly #sink: Sink;
  readonly #activity: () => string | undefined;
  readonly #started = Date.now();
  /** Undefined after the end. */
  #timer: NodeJS.Timeout | undefined;

  constructor(sink: Sink, doing: () => string | undefined) {
    this.#sink = sink;
    this.#activity = doing;
    this.#timer = this.#wait();
  }

  write(text: string): void {
    clearInterval(this.#timer);
    this.#timer &&= this.#wait();
    this.#sink.write(text);
  }

  #wait(): NodeJS.Timeout {
    return setInterval(() => {
      const age = humanDuration(Date.now() - this.#started);
      this.#sink.write(`       … ${this.#activity() ?? 'working'}, ${age} since the start\n`);
    }, maxSilenceMs);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
