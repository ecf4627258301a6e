import { setTimeout as delay } from 'node:timers/promises';
import { throwIfCancelled } from '../../core/failure.ts';
import type { BufferedOutput } from './buffered-output.ts';
import { beforeLive, place, textOf } from './splice.ts';

/** Milliseconds in which what the log had last has come live too. */
const calm = 100;
/** How often that is waited for, of a process that goes on printing. */
const turns = 4;
/** Milliseconds without a new line after which a log that is followed has all. */
const patience = 2000;

/** Reads the log from its beginning, to its present end or on. */
export type Read = (follow: boolean, signal: AbortSignal) => AsyncGenerator<string>;

/** Says what the log has and did not come live. */
export async function printBackfill(
  read: Read,
  outputs: BufferedOutput[],
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
async function* logOf(read: Read, outputs: BufferedOutput[], signal: AbortSignal): AsyncGenerator<string> {
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

function isFast(outputs: BufferedOutput[]): boolean {
  return outputs.some(({ isEnough }) => isEnough);
}

/** Resolves when nothing has come live for a while, or enough, or some that did not come at once. */
async function quiet(outputs: BufferedOutput[]): Promise<void> {
  const size = () => outputs.reduce((sum, output) => sum + output.size, 0);
  let before = -1;
  for (let turn = 0; turn < turns && before !== size() && !isFast(outputs); turn++) {
    before = size();
    await delay(calm);
  }
}
