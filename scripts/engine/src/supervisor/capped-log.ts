import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A log file that becomes `<name>.1` when it is full, so that two files bound the space it takes. */
export class CappedLog {
  readonly #path: string;
  readonly #limit: number;
  #file: number;
  #size: number;

  constructor(path: string, limit: number) {
    mkdirSync(dirname(path), { recursive: true });
    this.#path = path;
    this.#limit = limit;
    this.#file = openSync(path, 'a', 0o600);
    this.#size = fstatSync(this.#file).size;
  }

  write(chunk: Buffer | string): void {
    try {
      if (this.#size > this.#limit) this.#rotate();
      this.#size += writeSync(this.#file, typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    } catch {
      // A full disk must not take the cluster down with it.
    }
  }

  #rotate(): void {
    closeSync(this.#file);
    renameSync(this.#path, `${this.#path}.1`);
    this.#file = openSync(this.#path, 'a', 0o600);
    this.#size = 0;
  }
}
