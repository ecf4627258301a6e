import { Failure } from '../core/failure.ts';
import { KubeFailure } from './failure.ts';
import type { Kube } from './kube.ts';
import { refOf } from './resources.ts';
import type { KubeObject, Ref } from './types.ts';

/** Requests at once: enough to hide the latency, few enough not to be throttled. */
const width = 8;

export interface Refusal {
  ref: Ref;
  /** The API server's own words. */
  message: string;
}

/** What the server would refuse, all of it at once; nothing is written. A server that does not answer still throws. */
export async function dryRunAll(
  kube: Kube,
  objects: KubeObject[],
  options: { signal?: AbortSignal; manager?: string } = {},
): Promise<Refusal[]> {
  const refusals = await mapBounded(objects, width, async (object): Promise<Refusal | undefined> => {
    try {
      await kube.apply(object, { ...options, dryRun: true });
      return undefined;
    } catch (error) {
      if (!(error instanceof Failure) || fatal.has(error.code)) throw error;
      return { ref: refOf(object), message: error instanceof KubeFailure ? error.answer : error.message };
    }
  });
  return refusals.filter((refusal) => refusal !== undefined);
}

/** These say nothing about the object. */
const fatal = new Set([
  'kube.unreachable',
  'kube.certificate',
  'kube.unauthorized',
  'kube.login',
  'kube.unavailable',
  'cancelled',
]);

/** `work` on every item, at most `limit` at once, results in the order of the items. The first error ends it. */
export async function mapBounded<T, R>(
  items: T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
