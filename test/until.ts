import { setTimeout as delay } from 'node:timers/promises';

/** Limits the wait. It is shorter than the time-out of mocha, whose error would not name the missing condition. */
const maxWaitMs = 45_000;

/** Waits for a condition. `what` describes the condition in the time-out error. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  milliseconds = maxWaitMs,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Timed out after ${milliseconds} ms waiting until ${what}`);
    await delay(20);
  }
}
