import { startWorker, type Worker } from '../exec/worker.ts';
import type { Log } from './log.ts';

/** Delay after a failed start, so that a broken installation does not use up the processor. */
const retryDelayMs = 5_000;

/** Keeps some processes started and loaded, and gives each of them to one session. */
export class WorkerPool {
  readonly #waiting: Worker[] = [];
  readonly #size: number;
  readonly #env: Record<string, string | undefined>;
  readonly #log: Log;
  #closed = false;

  constructor(size: number, env: Record<string, string | undefined>, log: Log) {
    this.#size = size;
    this.#env = env;
    this.#log = log;
    this.#fill();
  }

  /** A loaded worker, or a loading one when more sessions begin than workers are kept. */
  take(): Worker {
    const worker = this.#waiting.shift() ?? this.#start();
    // The replacement loads after this session has started, so that the two do not compete for the processor.
    setTimeout(() => this.#fill(), 20);
    return worker;
  }

  close(): void {
    this.#closed = true;
    for (const worker of this.#waiting.splice(0)) worker.signal('SIGTERM');
  }

  #fill(): void {
    while (!this.#closed && this.#waiting.length < this.#size) {
      const worker = this.#start();
      this.#waiting.push(worker);
      void worker.ended.then((end) => this.#lost(worker, end));
    }
  }

  /** Replaces a worker that dies while it waits. A worker that was given away does not belong to the pool any more. */
  #lost(worker: Worker, end: object): void {
    const index = this.#waiting.indexOf(worker);
    if (index === -1) return;
    this.#waiting.splice(index, 1);
    this.#log.error({ pid: worker.pid, ...end }, 'a waiting worker died');
    setTimeout(() => this.#fill(), retryDelayMs).unref();
  }

  #start(): Worker {
    return startWorker({ ...this.#env, DOKKU_WORKER: '1' });
  }
}
