import { expect } from 'chai';
import { beforeLive, linesIn, matchLines } from '../../../../src/rollout/streams/splice.ts';

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${from + index}`);

describe('what was printed before an attach', () => {
  it('is all of the log when nothing came live', () => {
    expect(beforeLive(['one', 'two'], [[], []])).to.equal('one\ntwo\n');
    expect(beforeLive([], [['one'], []])).to.equal('');
  });

  it('ends where the live output begins', () => {
    expect(beforeLive(['one', 'two'], [['two', 'three'], []])).to.equal('one\n');
    expect(beforeLive(['one', 'two'], [['three'], []])).to.equal('one\ntwo\n');
    expect(beforeLive(numbers(0, 900), [numbers(300, 400), []])).to.equal(
      numbers(0, 300)
        .map((line) => `${line}\n`)
        .join(''),
    );
  });

  it('is found in a log that mixes both outputs', () => {
    expect(beforeLive(['a', 'error', 'b', 'warning', 'c'], [['b', 'c'], ['warning']])).to.equal('a\nerror\n');
    expect(beforeLive(['a', 'error', 'b'], [['a', 'b'], []])).to.equal('a\nerror\nb\n');
  });

  it('takes an equal line for a live one only when all that follows came live too', () => {
    expect(beforeLive(['', 'one', '', 'two'], [['', 'two'], []])).to.equal('\none\n');
  });

  it('has the beginning of a line whose end came live', () => {
    const live = numbers(1234, 1300);
    live[0] = '34';
    expect(beforeLive(numbers(1200, 1280), [live, []])).to.equal(
      `${numbers(1200, 1234)
        .map((line) => `${line}\n`)
        .join('')}12`,
    );
    expect(beforeLive(['done 4', 'x'], [['4', 'x'], []]), 'of a few lines').to.equal('done 4\nx\n');
  });

  it('is known while the log goes on', () => {
    expect(matchLines(numbers(5, 8), [numbers(5, 10), []]).agreement).to.equal('so far');
    expect(matchLines(numbers(5, 12), [numbers(5, 10), []]).agreement).to.equal('whole');
    expect(matchLines(numbers(6, 12), [numbers(5, 10), []]).agreement).to.equal('no');
    // The one line of the other output comes later in the log.
    expect(matchLines(numbers(5, 12), [numbers(5, 10), ['error']]).agreement).to.equal('whole');
    expect(matchLines(['error', '7'], [numbers(5, 10), ['error']]).agreement).to.equal('no');
  });
});

describe('the lines of a live text', () => {
  it('are those that have ended', () => {
    expect(linesIn('one\n\ntwo\n$ ')).to.deep.equal(['one', '', 'two']);
    expect(linesIn('')).to.deep.equal([]);
  });
});
