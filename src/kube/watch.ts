import { setTimeout as delay } from 'node:timers/promises';
import { isTransient, KubeFailure } from './failure.ts';
import type { Kube, Selector } from './kube.ts';
import { linesOf } from './lines.ts';
import type { KubeObject } from './types.ts';

export type WatchEventType = 'added' | 'modified' | 'deleted';

export interface WatchOptions<T> {
  onEvent: (change: WatchEventType, object: T) => void;
  /** Called after each list, when every listed object has been passed on. */
  onListed?: () => void;
  /** Its abort ends the watch, which then resolves. */
  signal: AbortSignal;
  /** Milliseconds after which the watch resolves by itself. Absent: only `signal` ends the watch. */
  deadline?: number;
  /**
   * Milliseconds after which all objects are listed again. A watch can be silent for an hour without an error, so its
   * events are not trusted for longer than this.
   */
  relistIntervalMs?: number;
}

/**
 * Reports every change of the selected objects, with a list and a watch in turns. Each turn begins with a list, so an
 * expired version (410), a broken connection and a silent one are all repaired in the same way. Resolves when `signal`
 * or the deadline ends the watch. Throws only errors that another attempt cannot repair, or when the first list fails.
 */
export async function watch<T extends KubeObject>(
  kube: Kube,
  selector: Selector,
  options: WatchOptions<T>,
): Promise<void> {
  const { relistIntervalMs = 30_000 } = options;
  const ends =
    options.deadline === undefined
      ? options.signal
      : AbortSignal.any([options.signal, AbortSignal.timeout(options.deadline)]);
  const known = new Map<string, T>();
  let listed = false;
  let failures = 0;
  while (!ends.aborted) {
    try {
      const { items, resourceVersion } = await kube.listing<T>(selector, { signal: ends });
      if (ends.aborted) return;
      reconcile(known, items, options.onEvent);
      options.onListed?.();
      listed = true;
      failures = 0;
      await watchOnce(kube, selector, resourceVersion, relistIntervalMs, ends, known, options.onEvent);
    } catch (error) {
      if (ends.aborted) return;
      if (!(error instanceof KubeFailure) || !listed || !(isTransient(error) || error.status === 410))
        throw error;
      failures++;
      await delay(Math.min(250 * 2 ** failures, 5000), undefined, { signal: ends }).catch(() => {});
    }
  }
}

function keyOf(object: KubeObject): string {
  return object.metadata.uid ?? `${object.metadata.namespace}/${object.metadata.name}`;
}

function reconcile<T extends KubeObject>(
  known: Map<string, T>,
  items: T[],
  report: (change: WatchEventType, object: T) => void,
): void {
  const present = new Set(items.map(keyOf));
  for (const [key, object] of known) {
    if (present.has(key)) continue;
    known.delete(key);
    report('deleted', object);
  }
  for (const item of items) {
    const before = known.get(keyOf(item));
    known.set(keyOf(item), item);
    if (!before) report('added', item);
    else if (before.metadata.resourceVersion !== item.metadata.resourceVersion) report('modified', item);
  }
}

interface WatchLine<T> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: T;
}

/** One watch request, ended by the server or by us after `relistIntervalMs`. */
async function watchOnce<T extends KubeObject>(
  kube: Kube,
  selector: Selector,
  resourceVersion: string,
  relistIntervalMs: number,
  ends: AbortSignal,
  known: Map<string, T>,
  report: (change: WatchEventType, object: T) => void,
): Promise<void> {
  const { labelSelector, fieldSelector, kind } = selector;
  // The server should end the request, so that the connection can be reused; our own timer is for a silent connection.
  const silent = AbortSignal.timeout(relistIntervalMs + 2000);
  const signal = AbortSignal.any([ends, silent]);
  try {
    const body = await kube.transport.stream({
      method: 'GET',
      path: await kube.collectionPath(selector),
      query: {
        watch: true,
        resourceVersion,
        labelSelector,
        fieldSelector,
        timeoutSeconds: Math.max(1, Math.round(relistIntervalMs / 1000)),
      },
      what: `watch objects of kind ${kind}`,
      signal,
      timeout: relistIntervalMs + 5000,
    });
    for await (const line of linesOf(body)) {
      if (ends.aborted) return;
      const { type, object } = JSON.parse(line) as WatchLine<T>;
      if (type === 'ERROR') return;
      if (type === 'BOOKMARK') continue;
      const change = type === 'DELETED' ? 'deleted' : known.has(keyOf(object)) ? 'modified' : 'added';
      if (change === 'deleted') known.delete(keyOf(object));
      else known.set(keyOf(object), object);
      report(change, object);
    }
  } catch (error) {
    // A connection that broke during the watch is normal: the next list contains the missed changes.
    if (silent.aborted || (error as NodeJS.ErrnoException).code === 'ECONNRESET') return;
    throw error;
  }
}
