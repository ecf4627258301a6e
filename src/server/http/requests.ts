import type { Drainable } from '../stop.ts';
import type { GitProcess } from './git-transport.ts';

const maxConcurrentRequests = 64;

/** The git processes that are serving HTTP requests. */
export class GitRequests implements Drainable {
  readonly #running = new Set<GitProcess>();
  #closed = false;

  get size(): number {
    return this.#running.size;
  }

  hasCapacity(): boolean {
    return !this.#closed && this.#running.size < maxConcurrentRequests;
  }

  /** Accepts no more requests, not even over an open connection. */
  close(): void {
    this.#closed = true;
  }

  add(process: GitProcess): void {
    this.#running.add(process);
    void process.ended.then(() => this.#running.delete(process));
  }

  async drained(): Promise<void> {
    while (this.#running.size > 0) await Promise.all([...this.#running].map(({ ended }) => ended));
  }

  signalAll(signal: NodeJS.Signals): void {
    for (const each of this.#running) each.signal(signal);
  }
}
