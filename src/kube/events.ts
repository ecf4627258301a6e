import type { KubeEvent } from './types.ts';

/** When an event was last seen. Events have had several forms; the newest form comes first. */
export function timeOf(event: KubeEvent): string | undefined {
  return (
    event.series?.lastObservedTime ??
    event.lastTimestamp ??
    event.eventTime ??
    event.metadata.creationTimestamp
  );
}

/** How often an event was seen. */
export function countOf(event: KubeEvent): number {
  return event.series?.count ?? event.count ?? 1;
}

/** Sorts events, oldest first: a list from the API server is not sorted by time. */
export function byTime(events: readonly KubeEvent[]): KubeEvent[] {
  const milliseconds = (event: KubeEvent) => Date.parse(timeOf(event) ?? '') || 0;
  return events.toSorted((a, b) => milliseconds(a) - milliseconds(b));
}

/** The most recent message. */
export function newestOf(events: readonly KubeEvent[]): KubeEvent | undefined {
  return byTime(events).at(-1);
}
