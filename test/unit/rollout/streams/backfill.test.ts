import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { printBackfill, type ReadLog } from '../../../../src/rollout/streams/backfill.ts';
import { BufferedOutput } from '../../../../src/rollout/streams/buffered-output.ts';

/** A log that grows, and that readers follow until it is closed. */
class GrowingLog {
  readonly #lines: string[] = [];
  #changed = Promise.withResolvers<void>();
  #closed = false;
  /** Resolves when a reader follows the log. */
  readonly followed = Promise.withResolvers<void>();

  add(...lines: string[]): void {
    this.#lines.push(...lines);
    this.#change();
  }

  close(): void {
    this.#closed = true;
    this.#change();
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  readonly read: ReadLog = async function* (this: GrowingLog, follow: boolean, signal: AbortSignal) {
    const cancelled = Promise.withResolvers<never>();
    cancelled.promise.catch(() => {});
    signal.addEventListener('abort', () => cancelled.reject(new Error('aborted')));
    for (let index = 0; ; index++) {
      while (index === this.#lines.length) {
        if (!follow || this.#closed) return;
        this.followed.resolve();
        await Promise.race([this.#changed.promise, cancelled.promise]);
      }
      yield this.#lines[index]!;
    }
  }.bind(this);
}

describe('the backfill of an attach', () => {
  let log: GrowingLog;
  let stdout: BufferedOutput;
  let printed: string;
  let printedMore: PromiseWithResolvers<void>;
  let attached: PromiseWithResolvers<void>;

  beforeEach(() => {
    log = new GrowingLog();
    stdout = new BufferedOutput(new PassThrough().resume());
    printed = '';
    printedMore = Promise.withResolvers();
    attached = Promise.withResolvers();
  });

  const run = () =>
    printBackfill(log.read, [stdout], {
      print: (text) => {
        if (text === '') return;
        printed += text;
        printedMore.resolve();
        printedMore = Promise.withResolvers();
      },
      attached: attached.promise,
      signal: new AbortController().signal,
    });

  it('has the line that was printed after the log was read and before the node attached', async () => {
    log.add('welcome');
    const done = run();
    await log.followed.promise;
    log.add('ready');
    stdout.input.write('$ ');
    await done;
    expect(printed).to.equal('welcome\nready\n');
  });

  it('leaves out the line that arrives live too, also from a terminal', async () => {
    log.add('welcome');
    const done = run();
    await log.followed.promise;
    log.add('ready');
    stdout.input.write('ready\r\n$ ');
    await done;
    expect(printed).to.equal('welcome\n');
  });

  it('shows lines that never arrive live, while the process waits', async () => {
    const done = run();
    await log.followed.promise;
    log.add('What is your name?');
    await printedMore.promise;
    expect(printed).to.equal('What is your name?\n');
    log.add('Hello');
    stdout.input.write('Hello\n');
    await done;
    expect(printed).to.equal('What is your name?\n');
  });

  it('is the whole log of a process that ends without live output', async () => {
    const done = run();
    await log.followed.promise;
    log.add('one', 'two');
    log.close();
    attached.reject(new Error('the container has ended'));
    await done;
    expect(printed).to.equal('one\ntwo\n');
  });
});
