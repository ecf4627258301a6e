/** For how many time-outs the clock may stand still: long enough for any image and uptime, short enough to end. */
const maxTimeouts = 4;

/** Stops a wait without progress. Any progress restarts the clock, so that a slow rollout does not count as broken. */
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

  /** `ready` counts what has been achieved; while something is `underWay` that takes its time the clock stands still. */
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
