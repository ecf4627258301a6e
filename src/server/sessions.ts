import type { Actor } from '../access/actor.ts';
import { Failure, messageOf } from '../core/failure.ts';
import type { ProcessEnd, Worker } from '../exec/worker.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { WorkerPool } from './worker-pool.ts';

/** The running sessions, each in a worker of its own. */
export class Sessions {
  readonly #running = new Map<Worker, Promise<void>>();
  readonly #pool: WorkerPool;
  readonly #log: Log;
  readonly #metrics: Metrics;
  /** Maximum number of sessions at the same time. */
  readonly #maxSessions: number;
  #closed = false;

  constructor({
    pool,
    log,
    metrics,
    maxSessions,
  }: { pool: WorkerPool; log: Log; metrics: Metrics; maxSessions: number }) {
    this.#pool = pool;
    this.#log = log;
    this.#metrics = metrics;
    this.#maxSessions = maxSessions;
  }

  get size(): number {
    return this.#running.size;
  }

  /** Why no session can begin now; undefined when one can. */
  refusal(): Failure | undefined {
    const hint = 'Try again in a minute';
    if (this.#closed) return new Failure('The server is being stopped', { code: 'server.stopping', hint });
    if (this.#running.size < this.#maxSessions) return undefined;
    return new Failure(`The server is busy: ${this.#running.size} sessions are running`, {
      code: 'server.busy',
      hint,
    });
  }

  /** Accepts no more sessions, not even over an open connection. */
  close(): void {
    this.#closed = true;
  }

  /** Passes a session to a worker and waits for its end. */
  async run(actor: Actor, argv: string[], serve: (worker: Worker) => Promise<ProcessEnd>): Promise<void> {
    const worker = this.#pool.take();
    const done = this.#serve(actor, argv, serve, worker)
      .catch((error: unknown) => {
        this.#log.error({ user: actor.name, error: messageOf(error) }, 'session failed');
        worker.signal('SIGKILL');
      })
      .finally(() => this.#running.delete(worker));
    this.#running.set(worker, done);
    await done;
  }

  /** Resolves when the last running session has ended. */
  async drained(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  signalAll(signal: NodeJS.Signals): void {
    for (const worker of this.#running.keys()) worker.signal(signal);
  }

  async #serve(
    actor: Actor,
    argv: string[],
    serve: (worker: Worker) => Promise<ProcessEnd>,
    worker: Worker,
  ): Promise<void> {
    const started = performance.now();
    const end = await serve(worker);
    const command = argv[0] ?? 'help';
    this.#metrics.sessionEnded(actor.via, end);
    // The arguments may contain secrets.
    this.#log.info(
      { user: actor.name, command, ...end, ms: Math.round(performance.now() - started) },
      'session',
    );
  }
}
