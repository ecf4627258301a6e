import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { throwIfCancelled } from '../core/failure.ts';
import { handOn } from '../core/hand-on.ts';
import { attach, type StreamOptions } from '../kube/exec.ts';
import { KubeFailure } from '../kube/failure.ts';
import type { Kube } from '../kube/kube.ts';
import { readLogs } from '../kube/logs.ts';
import { beforeLive, linesIn, place, textOf } from './overlap.ts';

interface PodName {
  namespace: string;
  name: string;
}

/** Bytes that came live, from which on they are enough to find their place in the log. */
const enough = 16_384;
/**
 * Bytes that are taken although they cannot be handed on yet: a process that ends while its output is not taken loses
 * what is under way.
 */
const room = 64 * 2 ** 20;
/** Lines of them that are looked for. */
const window = 100;
/** Milliseconds in which what the log had last has come live too. */
const calm = 100;
/** How often that is waited for, of a process that goes on printing. */
const turns = 4;
/** Milliseconds without a new line after which a log that is followed has all. */
const patience = 2000;

/**
 * Joins the streams of a container that was just started and resolves when it has ended. An attached stream begins
 * in the middle, even of a line: what was printed before is taken from the log, which does not tell the two outputs
 * apart, up to the place from which on it came live. Nothing is lost or said twice; only of equal lines that follow
 * one another in their hundreds it cannot be said how many there were before.
 */
export async function attachFromStart(
  kube: Kube,
  pod: PodName,
  container: string,
  options: StreamOptions,
): Promise<void> {
  const stdout = new Held(options.stdout);
  const stderr = new Held(options.stderr ?? options.stdout);
  const opened = Promise.withResolvers<void>();
  const attached = attach(kube, pod, container, {
    ...options,
    stdout: stdout.input,
    stderr: options.stderr && stderr.input,
    onOpen: opened.resolve,
  });
  attached.then(opened.resolve, opened.resolve);
  await opened.promise;
  const outputs = [stdout, stderr];
  let early = '';
  const say = (text: string) => {
    early += text;
    if (text !== '') options.stdout.write(text);
  };
  const read: Read = (follow, signal) => readLogs(kube, pod, { container, follow, signal });
  await sayEarly(read, outputs, { say, signal: options.signal });
  for (const output of outputs) output.open();
  try {
    await attached;
  } catch (error) {
    if (!endedBefore(error) || outputs.some(({ used }) => used)) throw error;
    let skipped = 0;
    for await (const line of read(true, options.signal)) {
      skipped += line.length + 1;
      if (skipped > early.length) options.stdout.write(`${line}\n`);
    }
  } finally {
    await Promise.all(outputs.map((output) => output.drained()));
  }
}

/** Reads the log from its beginning, to its present end or on. */
type Read = (follow: boolean, signal: AbortSignal) => AsyncGenerator<string>;

/** Says what the log has and did not come live. */
async function sayEarly(
  read: Read,
  outputs: Held[],
  { say, signal }: { say: (text: string) => void; signal: AbortSignal },
): Promise<void> {
  const live = () => outputs.map((output) => output.lines());
  /** Lines of the log that may have come live too. */
  let pending: string[] = [];
  let sought: string[][] | undefined;
  for await (const line of logOf(read, outputs, signal)) {
    pending.push(line);
    sought ??= isFast(outputs) ? live() : undefined;
    if (!sought) continue;
    const { start, agreement, lead } = place(pending, sought);
    say(textOf(pending.slice(0, start)));
    if (agreement === 'whole') return say(lead);
    pending = pending.slice(start);
  }
  say(beforeLive(pending, live()));
}

/** The lines of a log, which has no end while its process prints faster than it is read, and lags behind what came live. */
async function* logOf(read: Read, outputs: Held[], signal: AbortSignal): AsyncGenerator<string> {
  let seen = 0;
  for await (const line of read(false, signal)) {
    seen++;
    yield line;
  }
  await quiet(outputs);
  if (!isFast(outputs)) return;
  const ends = new AbortController();
  const timer = setTimeout(() => ends.abort(), patience);
  try {
    for await (const line of read(true, AbortSignal.any([signal, ends.signal]))) {
      timer.refresh();
      if (seen-- <= 0) yield line;
    }
  } catch (error) {
    throwIfCancelled(signal);
    if (!ends.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
}

function isFast(outputs: Held[]): boolean {
  return outputs.some(({ size }) => size >= enough);
}

/** Resolves when nothing has come live for a while, or enough, or some that did not come at once. */
async function quiet(outputs: Held[]): Promise<void> {
  const size = () => outputs.reduce((sum, output) => sum + output.size, 0);
  let before = -1;
  for (let turn = 0; turn < turns && before !== size() && !isFast(outputs); turn++) {
    before = size();
    await delay(calm);
  }
}

/** The cluster answers so when there is no process to attach to any more; a missing right is another matter. */
function endedBefore(error: unknown): boolean {
  return error instanceof KubeFailure && error.status >= 400 && error.status !== 401 && error.status !== 403;
}

/** Holds an output back until what was printed before it has been told. */
class Held {
  readonly input = new PassThrough({ highWaterMark: room });
  used = false;
  readonly #target: NodeJS.WritableStream;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #end: (() => Promise<void>) | undefined;

  constructor(target: NodeJS.WritableStream) {
    this.#target = target;
    this.input.once('data', () => {
      this.used = true;
    });
    this.input.pause();
  }

  /** Bytes that have come so far, as long as they are not enough. */
  get size(): number {
    if (this.#size < enough) {
      const chunk = this.input.read() as Buffer | null;
      if (chunk) {
        this.#chunks.push(chunk);
        this.#size += chunk.length;
      }
    }
    return this.#size;
  }

  /** The first whole lines that have come. */
  lines(): string[] {
    return linesIn(Buffer.concat(this.#chunks).toString('utf8')).slice(0, window);
  }

  open(): void {
    // As they are: they need not be text.
    for (const chunk of this.#chunks) this.#target.write(chunk);
    this.#end = handOn(this.input, this.#target);
  }

  /** All that was attached has been handed on, or nobody reads it any more. */
  async drained(): Promise<void> {
    await this.#end?.().catch(() => {});
  }
}
