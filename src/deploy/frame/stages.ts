import { humanDuration } from '../../core/clock.ts';
import { throwIfCancelled } from '../../core/failure.ts';
import type { Output } from '../../core/output.ts';

export type StageName =
  | 'extract'
  | 'read'
  | 'build'
  | 'resolve'
  | 'render'
  | 'check'
  | 'tasks'
  | 'apply'
  | 'watch'
  | 'finish';

/** Runs the stages of a deploy one after the other and records the duration of each, the sum of all its parts. */
export class Stages {
  readonly times: Record<string, number> = {};
  current: StageName | undefined;
  readonly #out: Output;
  readonly #signal: AbortSignal;

  constructor(out: Output, signal: AbortSignal) {
    this.#out = out;
    this.#signal = signal;
  }

  async run<T>(name: StageName, body: () => Promise<T> | T): Promise<T> {
    throwIfCancelled(this.#signal);
    this.current = name;
    this.#out.debug(`stage ${name} begins`);
    const start = performance.now();
    try {
      return await body();
    } finally {
      this.times[name] = (this.times[name] ?? 0) + Math.round(performance.now() - start);
    }
  }

  /** `build 1.2 s, apply 310 ms, …` */
  summary(): string {
    return Object.entries(this.times)
      .map(([name, milliseconds]) => `${name} ${humanDuration(milliseconds)}`)
      .join(', ');
  }
}
