import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from './errors.ts';

/** Polls a condition until it is true. An exception counts as false. */
export async function waitFor(
  what: string,
  condition: () => Promise<boolean> | boolean,
  options: { timeout: number; interval?: number; hint?: string },
): Promise<void> {
  const deadline = Date.now() + options.timeout;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      if (await condition()) return;
    } catch (error) {
      last = error;
    }
    await sleep(options.interval ?? 100);
  }
  throw new EngineError(`Timed out after ${options.timeout / 1000} s waiting for ${what}`, {
    ...(options.hint ? { hint: options.hint } : {}),
    cause: last,
  });
}
