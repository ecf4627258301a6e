import { expect } from 'chai';
import fc from 'fast-check';
import { humanDuration, parseDuration, unixSeconds } from '../../../src/core/clock.ts';

describe('parseDuration', () => {
  const cases: [string, number | undefined][] = [
    ['60', 60_000],
    ['60s', 60_000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['250ms', 250],
    ['0', 0],
    ['', undefined],
    ['-5s', undefined],
    ['5', 5000],
    ['5d', undefined],
    ['s', undefined],
    ['1m 30s', undefined],
    ['1e3', undefined],
    ['10s\n', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`reads ${JSON.stringify(text)} as ${expected === undefined ? 'invalid' : `${expected} ms`}`, () => {
      expect(parseDuration(text)).to.equal(expected);
    });
  }

  it('parses every time in hours, minutes and seconds', () => {
    const part = fc.nat({ max: 10_000 });
    fc.assert(
      fc.property(
        part,
        part,
        part,
        (h, m, s) => parseDuration(`${h}h${m}m${s}s`) === ((h * 60 + m) * 60 + s) * 1000,
      ),
    );
  });

  it('accepts only digits and units as a time', () => {
    fc.assert(
      fc.property(fc.string(), (text) => parseDuration(text) === undefined || /^[\d.nuµmsh]+$/.test(text)),
    );
  });
});

describe('humanDuration', () => {
  it('chooses the unit that a person would', () => {
    expect([850, 4200, 185_000, 3_661_000, 90_000_000].map(humanDuration)).to.deep.equal([
      '850 ms',
      '4.2 s',
      '3 min 5 s',
      '1 h 1 min',
      '1 d 1 h',
    ]);
  });

  it('never prints 60 seconds or minutes', () => {
    const border = fc.constantFrom(60_000, 3_600_000, 86_400_000);
    const nearBorder = fc.tuple(border, fc.integer({ min: -1000, max: 1000 })).map(([a, b]) => a + b);
    fc.assert(fc.property(nearBorder, (time) => !/\b60(\.0)? (s|min)/.test(humanDuration(time))));
  });
});

describe('unixSeconds', () => {
  it('drops the milliseconds', () => {
    expect(unixSeconds(new Date(1_700_000_000_999))).to.equal(1_700_000_000);
  });
});
