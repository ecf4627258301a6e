/** Maximum pause of the clock, in timeouts: enough for any image pull or minimum uptime, but not endless. */
const maxTimeouts = 4;

/** Detects a wait without progress. Any progress restarts the clock, so a slow rollout does not count as broken. */
export class Deadline {
  readonly #timeoutMs: number;
  readonly #clock: () => number;
  #progressAt: number;
  #pausedMs = 0;
  #updatedAt: number;
  #maxReady = 0;

  constructor(timeout: number, clock: () => number = Date.now) {
    this.#timeoutMs = timeout;
    this.#clock = clock;
    this.#progressAt = this.#updatedAt = clock();
  }

  /**
   * Records the number of `ready` pods. The clock pauses while a slow step is `underWay`, for example an image pull.
   */
  update(ready: number, underWay: boolean): void {
    const now = this.#clock();
    const elapsed = now - this.#updatedAt;
    this.#updatedAt = now;
    if (ready > this.#maxReady) {
      this.#maxReady = ready;
      this.#progressAt = now;
      this.#pausedMs = 0;
    } else if (underWay && this.#pausedMs < maxTimeouts * this.#timeoutMs) {
      this.#pausedMs += elapsed;
    }
  }

  isOver(): boolean {
    return this.#clock() - this.#progressAt - this.#pausedMs >= this.#timeoutMs;
  }
}
