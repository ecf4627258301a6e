import { setTimeout as delay } from 'node:timers/promises';
import { ask } from './ingress.ts';

/** Requests per second to the version that serves. */
const rate = 50;

/** Requests after the end of a deploy: an ingress controller may read its last change only seconds later. */
const requestsAfter = 4 * rate;

/** The requests of users, which do not wait for each other: one every 20 ms, whatever became of those before. */
export class SteadyRequests {
  readonly #host: string;
  readonly #running: Promise<void>;
  readonly #over = new AbortController();
  readonly #answers: Promise<string | undefined>[] = [];

  /** `context` describes what happens at the moment of a request. */
  constructor(host: string, context: () => string = () => '') {
    this.#host = host;
    this.#running = this.#send(context);
  }

  async #send(context: () => string): Promise<void> {
    while (!this.#over.signal.aborted) {
      const at = new Date().toISOString().slice(11, 23);
      this.#answers.push(
        ask(this.#host).then((answer) =>
          'problem' in answer ? `${at} ${answer.problem} (${context()})` : undefined,
        ),
      );
      await delay(1000 / rate, undefined, { signal: this.#over.signal }).catch(() => {});
    }
  }

  /** Ends the requests some seconds later. Returns the number sent, and the results of those without a page. */
  async end(): Promise<{ sent: number; lost: string[] }> {
    const wanted = this.#answers.length + requestsAfter;
    while (this.#answers.length < wanted) await delay(1000 / rate);
    this.#over.abort();
    await this.#running;
    const answers = await Promise.all(this.#answers);
    return { sent: answers.length, lost: answers.filter((answer) => answer !== undefined) };
  }
}
