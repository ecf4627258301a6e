import { Failure, throwIfCancelled } from '../core/failure.ts';
import type { Kube, Selector } from './kube.ts';
import { mirror } from './mirror.ts';
import type { KubeObject } from './types.ts';

export interface WaitOptions {
  signal: AbortSignal;
  /** Milliseconds until the wait fails; absent: only `signal` ends the wait. */
  timeout?: number;
  /** The awaited condition, in a message: `the claim demo-data to be bound`. */
  what: string;
}

/**
 * Waits until `predicate` returns a value other than undefined for the selected objects, and returns that value.
 * Throws a `Failure` after `timeout`, `Cancelled` on abort, and any error of `predicate`.
 */
export async function waitFor<T extends KubeObject, R>(
  kube: Kube,
  selector: Selector,
  predicate: (objects: T[]) => R | undefined,
  options: WaitOptions,
): Promise<R> {
  const done = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<R>();
  const copy = mirror<T>(kube, selector, {
    signal: AbortSignal.any([options.signal, done.signal]),
    deadline: options.timeout,
    relistIntervalMs: 10_000,
    onChange: () => {
      try {
        const answer = predicate([...copy.objects.values()]);
        if (answer !== undefined) resolve(answer);
      } catch (error) {
        reject(error);
      }
    },
  });
  copy.ended.then(() => {
    if (!done.signal.aborted)
      reject(new Failure(`Timed out waiting for ${options.what}`, { code: 'kube.timeout' }));
  }, reject);
  try {
    return await promise;
  } catch (error) {
    throwIfCancelled(options.signal);
    throw error;
  } finally {
    done.abort();
  }
}
