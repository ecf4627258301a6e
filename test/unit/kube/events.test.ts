import { expect } from 'chai';
import { byTime, countOf, newestOf, timeOf } from '../../../src/kube/events.ts';
import type { KubeEvent } from '../../../src/kube/types.ts';

const event = (name: string, fields: Partial<KubeEvent> = {}, creationTimestamp?: string): KubeEvent => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name, creationTimestamp },
  involvedObject: {},
  ...fields,
});

describe('events of Kubernetes', () => {
  const first = event('first', { lastTimestamp: '2026-01-01T10:00:00Z' });
  const series = event(
    'series',
    {
      eventTime: '2026-01-01T09:00:00Z',
      series: { count: 7, lastObservedTime: '2026-01-01T12:00:00.000000Z' },
    },
    '2026-01-01T09:00:00Z',
  );
  const second = event('second', { lastTimestamp: null, eventTime: '2026-01-01T11:00:00.5Z' });
  const created = event('created', {}, '2026-01-01T11:30:00Z');

  it('have the newest of their times', () => {
    expect([first, series, second, created].map(timeOf)).to.deep.equal([
      '2026-01-01T10:00:00Z',
      '2026-01-01T12:00:00.000000Z',
      '2026-01-01T11:00:00.5Z',
      '2026-01-01T11:30:00Z',
    ]);
  });

  it('are sorted by that time, those of a series by their last time', () => {
    const names = byTime([series, created, second, first]).map(({ metadata }) => metadata.name);
    expect(names).to.deep.equal(['first', 'second', 'created', 'series']);
    expect(newestOf([series, first])).to.equal(series);
    expect(newestOf([])).to.equal(undefined);
  });

  it('are counted by their series', () => {
    expect(countOf(series)).to.equal(7);
    expect(countOf(event('a', { count: 3 }))).to.equal(3);
    expect(countOf(event('a'))).to.equal(1);
  });
});
