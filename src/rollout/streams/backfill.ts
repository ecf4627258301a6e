import { setTimeout as delay } from 'node:timers/promises';
import { throwIfCancelled } from '../../core/failure.ts';
import type { BufferedOutput } from './buffered-output.ts';
import { findLiveStart, textBeforeLive, textOf } from './splice.ts';

/** Milliseconds within which the last lines of the log arrive live too. */
const quietMs = 100;
/** Limits the wait for a process that keeps printing. */
const maxQuietChecks = 4;
/** Milliseconds without a new line after which a followed log counts as complete. */
const maxLogLagMs = 2000;

/** Reads the log from its first line to its current end; with `follow`, until the process exits. */
export type ReadLog = (follow: boolean, signal: AbortSignal) => AsyncGenerator<string>;

export interface BackfillOptions {
  print: (text: string) => void;
  /** Settles when the attach has ended. */
  attached: Promise<unknown>;
  signal: AbortSignal;
}

/**
 * Prints the part of the log that was printed before the attach. The API server reports an attach before the node has
 * completed it. Therefore only live output, or the end of the attach, shows where this part ends.
 */
export async function printBackfill(
  read: ReadLog,
  outputs: BufferedOutput[],
  { print, attached, signal }: BackfillOptions,
): Promise<void> {
  const live = new AbortController();
  const settled = attached.catch(() => {});
  const startsLive = Promise.race([settled, ...outputs.map(({ arrived }) => arrived)]).then(() =>
    live.abort(),
  );
  let seen = 0;
  for (;;) {
    const isLast = live.signal.aborted;
    seen += await printUpToLive(skipLines(seen, read), outputs, print, signal);
    if (isLast || outputs.some(({ hasOutput }) => hasOutput)) return;
    seen += await printWhileQuiet(skipLines(seen, read), print, { signal, live: live.signal });
    // When the process exits, the log ends before the attach does.
    await startsLive;
  }
}

/** Skips the first `seen` lines, which were read before. */
function skipLines(seen: number, read: ReadLog): ReadLog {
  return async function* (follow, signal) {
    let index = 0;
    for await (const line of read(follow, signal)) if (index++ >= seen) yield line;
  };
}

/**
 * Prints the log up to the start of the live outputs, and returns the number of lines that were read:
 *
 * 1. The log is read while the outputs buffer live data.
 * 2. With much live output, its first lines (the sample) are searched in the log. Every line before them is printed at
 *    once. The backfill is complete when the log has the whole sample.
 * 3. With little live output, the log is read to its end and then compared with all live lines.
 */
async function printUpToLive(
  read: ReadLog,
  outputs: BufferedOutput[],
  print: (text: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const firstLines = () => outputs.map((output) => output.firstLines());
  /** Lines of the log that are not printed yet, because they may have come live too. */
  let pending: string[] = [];
  let sample: string[][] | undefined;
  let count = 0;
  for await (const line of logLines(read, outputs, signal)) {
    count++;
    pending.push(line);
    sample ??= hasSample(outputs) ? firstLines() : undefined;
    if (!sample) continue;
    const { start, match, lineStart } = findLiveStart(pending, sample);
    print(textOf(pending.slice(0, start)));
    pending = pending.slice(start);
    if (match !== 'complete') continue;
    print(lineStart);
    return count;
  }
  print(textBeforeLive(pending, firstLines()));
  return count;
}

/** Prints the lines of a followed log until something arrives live, and returns the number of printed lines. */
async function printWhileQuiet(
  read: ReadLog,
  print: (text: string) => void,
  { signal, live }: { signal: AbortSignal; live: AbortSignal },
): Promise<number> {
  let count = 0;
  let pending: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const printPending = () => {
    timer = undefined;
    print(textOf(pending));
    count += pending.length;
    pending = [];
  };
  try {
    for await (const line of read(true, AbortSignal.any([signal, live]))) {
      pending.push(line);
      // The log can be faster than the attach: a line that arrives live too is not printed here.
      timer ??= setTimeout(printPending, quietMs);
    }
  } catch (error) {
    throwIfCancelled(signal);
    if (!live.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  return count;
}

/**
 * Yields the lines of the log. The log lags behind the live outputs, so it is followed until it contains a large
 * sample.
 */
async function* logLines(
  read: ReadLog,
  outputs: BufferedOutput[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  let seen = 0;
  for await (const line of read(false, signal)) {
    seen++;
    yield line;
  }
  await waitUntilQuiet(outputs);
  if (!hasSample(outputs)) return;
  const ends = new AbortController();
  const timer = setTimeout(() => ends.abort(), maxLogLagMs);
  try {
    for await (const line of skipLines(seen, read)(true, AbortSignal.any([signal, ends.signal]))) {
      timer.refresh();
      yield line;
    }
  } catch (error) {
    throwIfCancelled(signal);
    if (!ends.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
}

function hasSample(outputs: BufferedOutput[]): boolean {
  return outputs.some(({ hasSample }) => hasSample);
}

/** Resolves when no output arrives for a while, when there is a sample, or after a few checks. */
async function waitUntilQuiet(outputs: BufferedOutput[]): Promise<void> {
  const size = () => outputs.reduce((sum, output) => sum + output.size, 0);
  let before = -1;
  for (let check = 0; check < maxQuietChecks && before !== size() && !hasSample(outputs); check++) {
    before = size();
    await delay(quietMs);
  }
}
