import { humanDuration } from '../core/clock.ts';
import type { Sink } from '../core/output.ts';

const silenceAllowed = 10_000;

/**
 * A sink that says something whenever nothing was said for ten seconds: load balancers cut silent connections, and
 * people take silence for a standstill.
 */
export class KeepAlive implements Sink, Disposable {
  readonly #sink: Sink;
  readonly #timer: NodeJS.Timeout;
  readonly #started = Date.now();

  constructor(sink: Sink, doing: () => string | undefined) {
    this.#sink = sink;
    this.#timer = setInterval(() => {
      const age = humanDuration(Date.now() - this.#started);
      this.#sink.write(`       … ${doing() ?? 'working'}, ${age} since the start\n`);
    }, silenceAllowed);
  }

  write(text: string): void {
    this.#timer.refresh();
    this.#sink.write(text);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
