import { setTimeout as delay } from 'node:timers/promises';

/** Ends the wait for what never happens, before the time-out of mocha, which could not say what was missing. */
const maxWaitMs = 45_000;

/** Waits for a condition. `what` names it when it does not come true. */
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
