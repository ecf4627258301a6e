import type { Program } from './program.ts';

/** Processor seconds per second, until the speed of this machine is known: two cores, which compiling keeps busy. */
const initialSpeed = 1.8;
/** After this work, in processor seconds, the measured speed replaces the initial one. */
const minMeasuredWork = 30;

/** Estimates the remaining time of compiling several programs from their work and the speed so far. */
export class Progress {
  readonly #total: number;
  readonly #now: () => number;
  readonly #begin: number;
  #done = 0;
  #current?: { program: Program; packages: number };

  /** @param now milliseconds of a clock */
  constructor(wanted: readonly Program[], now: () => number = Date.now) {
    this.#total = sum(wanted);
    this.#now = now;
    this.#begin = now();
  }

  begin(program: Program): void {
    this.#current = { program, packages: 0 };
  }

  /** A package of the current program is being compiled. */
  count(): void {
    if (this.#current) this.#current.packages++;
  }

  /** @returns how many packages were compiled */
  end(): number {
    const packages = this.#current?.packages ?? 0;
    if (this.#current) this.#done += this.#current.program.work;
    this.#current = undefined;
    return packages;
  }

  /** Seconds until all is compiled. */
  secondsLeft(): number {
    const done = this.#done + this.#partOfCurrent();
    const elapsed = (this.#now() - this.#begin) / 1000;
    const speed = done > minMeasuredWork ? done / elapsed : initialSpeed;
    return (this.#total - done) / speed;
  }

  /** Such as "about 12 min left". */
  toString(): string {
    const left = this.secondsLeft();
    return left < 90
      ? `about ${Math.ceil(left / 10) * 10} s left`
      : `about ${Math.round(left / 60)} min left`;
  }

  #partOfCurrent(): number {
    if (!this.#current) return 0;
    const { program, packages } = this.#current;
    // Go does not report packages from its cache, so a program can be complete before all packages are counted.
    return program.work * Math.min(packages / program.packages, 0.95);
  }
}

const sum = (programs: readonly Program[]) => programs.reduce((total, { work }) => total + work, 0);
