import { setTimeout as delay } from 'node:timers/promises';
import { throwIfCancelled } from '../../core/failure.ts';
import type { BufferedOutput } from './buffered-output.ts';
import { findLiveStart, textBeforeLive, textOf } from './splice.ts';

/** Milliseconds in which the last lines of the log arrive live too. */
const quietMs = 100;
/** Limits the wait for a process that keeps printing. */
const maxQuietChecks = 4;
/** Milliseconds without a new line after which a followed log counts as complete. */
const maxLogLagMs = 2000;

/** Reads the log from its first line to its present end, or with `follow` to the end of the process. */
export type ReadLog = (follow: boolean, signal: AbortSignal) => AsyncGenerator<string>;

/**
 * Prints the part of the log that was printed before the attach:
 *
 * 1. The log is read from its first line. Meanwhile the outputs buffer what arrives live.
 * 2. With much live output, its first lines (the sample) are searched in the log. Every line before them is printed at
 *    once. The backfill is complete when the log has the whole sample.
 * 3. With little live output, the log is read to its end and then compared with all live lines.
 */
export async function printBackfill(
  read: ReadLog,
  outputs: BufferedOutput[],
  { print, signal }: { print: (text: string) => void; signal: AbortSignal },
): Promise<void> {
  const firstLines = () => outputs.map((output) => output.firstLines());
  /** Lines of the log that are not printed yet, because they may have come live too. */
  let pending: string[] = [];
  let sample: string[][] | undefined;
  for await (const line of logLines(read, outputs, signal)) {
    pending.push(line);
    sample ??= hasSample(outputs) ? firstLines() : undefined;
    if (!sample) continue;
    const { start, match, lineStart } = findLiveStart(pending, sample);
    print(textOf(pending.slice(0, start)));
    if (match === 'complete') return print(lineStart);
    pending = pending.slice(start);
  }
  print(textBeforeLive(pending, firstLines()));
}

/** The lines of the log. A log lags behind the live outputs, so it is followed until it has reached a large sample. */
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
