/** Maximum pause of the clock, in timeouts: enough for any image pull or minimum uptime, but not endless. */
const maxTimeouts = 4;

/** Detects a wait without progress. Any progress restarts the clock, so a slow rollout does not count as broken. */
export class Deadline {
  readonly #timeout: number;
  readonly #clock: () => number;
  #since: number;
  #paused = 0;
  #lastLook: number;
  #most = 0;

  constructor(timeout: number, clock: () => number = Date.now) {
    this.#timeout = timeout;
    this.#clock = clock;
    this.#since = this.#lastLook = clock();
  }

  /**
   * Records the number of `ready` pods. The clock pauses while a slow step is `underWay`, for example an image pull.
   */
  look(ready: number, underWay: boolean): void {
    const now = this.#clock();
    const elapsed = now - this.#lastLook;
    this.#lastLook = now;
    if (ready > this.#most) {
      this.#most = ready;
      this.#since = now;
      this.#paused = 0;
    } else if (underWay && this.#paused < maxTimeouts * this.#timeout) {
      this.#paused += elapsed;
    }
  }

  isOver(): boolean {
    return this.#clock() - this.#since - this.#paused >= this.#timeout;
  }
}
