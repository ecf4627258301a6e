import { type Readable, Transform, Writable } from 'node:stream';
import type { Terminal } from '../cli/invoke/context.ts';
import type { WindowSize } from './worker-messages.ts';

/**
 * The terminal of an SSH client. The client's own terminal is in raw mode, so this file does the work of a kernel's
 * line discipline: echo, erase, Ctrl-C, Ctrl-D, and carriage returns in the output. In raw mode (`enter`, `run`) the
 * terminal in the container does this work, and bytes pass unchanged.
 */
export class RemoteTerminal implements Terminal {
  columns: number;
  rows: number;
  readonly isTyped = true;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly #listeners = new Set<(size: WindowSize) => void>();
  #raw = false;

  constructor(size: WindowSize, streams: { stdin: Readable; stdout: Writable }, interrupt: () => void) {
    this.columns = size.columns;
    this.rows = size.rows;
    this.stdout = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        streams.stdout.write(this.#raw ? chunk : withReturns(chunk), done);
      },
    });
    this.stdin = streams.stdin.pipe(this.#lineEditor(interrupt));
  }

  onResize(listener: (size: WindowSize) => void, signal: AbortSignal): void {
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
  }

  setRaw(raw: boolean): void {
    this.#raw = raw;
  }

  resize({ columns, rows }: WindowSize): void {
    this.columns = columns;
    this.rows = rows;
    for (const listener of this.#listeners) listener({ columns, rows });
  }

  #lineEditor(interrupt: () => void): Transform {
    const terminal = this;
    let line = '';
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        if (terminal.#raw) return done(null, chunk);
        for (const key of chunk.toString()) {
          if (key === '\u0003') {
            interrupt();
          } else if (key === '\u0004') {
            if (line === '') this.push(null);
          } else if (key === '\r' || key === '\n') {
            terminal.stdout.write('\n');
            this.push(`${line}\n`);
            line = '';
          } else if (key === '\u007f' || key === '\b') {
            if (line !== '') terminal.stdout.write('\b \b');
            line = line.slice(0, -1);
          } else if (key >= ' ') {
            line += key;
            terminal.stdout.write(key);
          }
        }
        done();
      },
    });
  }
}

/** Works on bytes, because a chunk may end inside a character. */
function withReturns(chunk: Buffer): Buffer {
  if (!chunk.includes(0x0a)) return chunk;
  return Buffer.from(chunk.toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1');
}
