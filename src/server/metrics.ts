import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ProcessEnd } from '../exec/worker.ts';

/** The server's counters, in the format of Prometheus. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #sessions = new Counter({
    name: 'dokku_sessions_total',
    help: 'Finished sessions, by transport and outcome',
    labelNames: ['via', 'outcome'],
    registers: [this.#registry],
  });
  readonly #failedLogins = new Counter({
    name: 'dokku_failed_logins_total',
    help: 'Refused logins, by transport',
    labelNames: ['via'],
    registers: [this.#registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Read at every scrape. */
  watchSessions(count: () => number): void {
    new Gauge({
      name: 'dokku_sessions_running',
      help: 'Running sessions',
      registers: [this.#registry],
      collect() {
        this.set(count());
      },
    });
  }

  sessionEnded(via: string, { code }: ProcessEnd): void {
    this.#sessions.inc({ via, outcome: code === 0 ? 'succeeded' : 'failed' });
  }

  loginFailed(via: 'ssh' | 'http'): void {
    this.#failedLogins.inc({ via });
  }

  async text(): Promise<{ type: string; body: string }> {
    return { type: this.#registry.contentType, body: await this.#registry.metrics() };
  }
}
