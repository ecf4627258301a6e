import { startWorker, type Worker } from '../exec/worker.ts';
import type { Log } from './log.ts';

/** After a failed start the next is tried later, so that a broken installation does not eat the machine. */
const retryDelayMs = 5_000;

/** Keeps some processes started and loaded, and gives each away once. */
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

  /** A loaded worker, or one that is still loading when more are wanted at once than are kept. */
  take(): Worker {
    const worker = this.#waiting.shift() ?? this.#start();
    // Its replacement loads when this session has begun, so that the two do not compete for the processor.
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

  /** A worker that dies while it waits is replaced; one that was given away is not ours any more. */
  #lost(worker: Worker, end: object): void {
    const index = this.#waiting.indexOf(worker);
    if (index === -1) return;
    this.#waiting.splice(index, 1);
    this.#log.error({ pid: worker.pid, ...end }, 'a waiting worker has ended');
    setTimeout(() => this.#fill(), retryDelayMs).unref();
  }

  #start(): Worker {
    return startWorker({ ...this.#env, DOKKU_WORKER: '1' });
  }
}
