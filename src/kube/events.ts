import type { KubeEvent } from './types.ts';

/** When an event was seen last: in every form that events have had, newest first. */
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

/** Oldest first. A list of the API server has no order of time. */
export function byTime(events: readonly KubeEvent[]): KubeEvent[] {
  const milliseconds = (event: KubeEvent) => Date.parse(timeOf(event) ?? '') || 0;
  return events.toSorted((a, b) => milliseconds(a) - milliseconds(b));
}

/** What was reported last. */
export function newestOf(events: readonly KubeEvent[]): KubeEvent | undefined {
  return byTime(events).at(-1);
}
