import { expect } from 'chai';
import fc from 'fast-check';
import { scheduleProblem } from '../../../src/appspec/schema/schedule.ts';
import { doubtful, refused, taken } from '../../fixtures/schedules.ts';

const words = {
  month: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  weekday: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

/** Generates every notation of one field, with values from `least` to `most`. */
function field(least: number, most: number, names: string[] = []): fc.Arbitrary<string> {
  const value = fc.integer({ min: least, max: most });
  const written = (number: number, asWord: boolean) =>
    asWord && names[number - least] ? names[number - least]! : String(number);
  const span = fc.oneof(
    fc.constantFrom('*', '?'),
    fc.tuple(value, fc.boolean()).map(([number, asWord]) => written(number, asWord)),
    fc.tuple(value, value, fc.boolean()).map(([a, b, asWord]) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      return `${written(from, asWord)}-${written(to, !asWord)}`;
    }),
  );
  const step = fc.option(fc.integer({ min: 1, max: 10 ** 9 - 1 }), { nil: undefined });
  const item = fc.tuple(span, step).map(([text, by]) => (by === undefined ? text : `${text}/${by}`));
  return fc.array(item, { minLength: 1, maxLength: 4 }).map((items) => items.join(','));
}

const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12, words.month],
  [0, 6, words.weekday],
] as const;
const five = fc.tuple(
  ...(ranges.map(([least, most, names]) => field(least, most, names && [...names])) as [
    fc.Arbitrary<string>,
    ...fc.Arbitrary<string>[],
  ]),
);

/** The characters that schedules may contain. */
const known = /[\s\d*?,/@a-z.-]/i;

describe('cron schedules', () => {
  for (const good of taken) it(`accepts "${good}"`, () => expect(scheduleProblem(good)).to.equal(undefined));
  for (const bad of [...refused, ...doubtful])
    it(`refuses "${bad}"`, () => expect(scheduleProblem(bad)).to.match(/^must /));

  it('refuses a text longer than any valid schedule', () => {
    expect(scheduleProblem(`${' '.repeat(1000)}@daily`)).to.equal('must have at most 1000 characters');
  });

  it('accepts any combination of valid fields', () => {
    fc.assert(
      fc.property(five, (parts) => {
        expect(scheduleProblem(parts.join(' '))).to.equal(undefined);
      }),
    );
  });

  it('refuses a value out of range in any field, and names the field', () => {
    const names = ['minute', 'hour', 'day of the month', 'month', 'day of the week'];
    const wrong = fc.tuple(five, fc.nat({ max: 4 }), fc.boolean(), fc.nat({ max: 1000 }));
    fc.assert(
      fc.property(wrong, ([parts, at, low, more]) => {
        const [least, most] = ranges[at]!;
        const value = low && least > 0 ? least - 1 : most + 1 + more;
        const changed = parts.with(at, `${parts[at]},${value}`);
        expect(scheduleProblem(changed.join(' '))).to.match(
          new RegExp(`^must have a ${names[at]} .*"${value}"`),
        );
      }),
    );
  });

  it('refuses a valid schedule with one invalid character in any place', () => {
    const foreign = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 1 })
      .filter((text) => !known.test(text));
    fc.assert(
      fc.property(five, foreign, fc.nat(), (parts, character, at) => {
        const text = parts.join(' ');
        const place = at % (text.length + 1);
        expect(scheduleProblem(text.slice(0, place) + character + text.slice(place))).to.match(/^must /);
      }),
    );
  });

  it('returns a result for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(scheduleProblem(text) ?? 'must be fine').to.match(/^must /);
      }),
    );
  });
});
