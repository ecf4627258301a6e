import { expect } from 'chai';
import { matchLines, textBeforeLive, wholeLines } from '../../../../src/rollout/streams/splice.ts';

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${from + index}`);

describe('what was printed before an attach', () => {
  it('is the whole log without live output', () => {
    expect(textBeforeLive(['one', 'two'], [[], []])).to.equal('one\ntwo\n');
    expect(textBeforeLive([], [['one'], []])).to.equal('');
  });

  it('ends where the live output begins', () => {
    expect(textBeforeLive(['one', 'two'], [['two', 'three'], []])).to.equal('one\n');
    expect(textBeforeLive(['one', 'two'], [['three'], []])).to.equal('one\ntwo\n');
    expect(textBeforeLive(numbers(0, 900), [numbers(300, 400), []])).to.equal(
      numbers(0, 300)
        .map((line) => `${line}\n`)
        .join(''),
    );
  });

  it('is found in a log that mixes both outputs', () => {
    expect(textBeforeLive(['a', 'error', 'b', 'warning', 'c'], [['b', 'c'], ['warning']])).to.equal(
      'a\nerror\n',
    );
    expect(textBeforeLive(['a', 'error', 'b'], [['a', 'b'], []])).to.equal('a\nerror\nb\n');
  });

  it('treats an equal line as live only when all later lines were live too', () => {
    expect(textBeforeLive(['', 'one', '', 'two'], [['', 'two'], []])).to.equal('\none\n');
  });

  it('contains the beginning of a line whose end was live', () => {
    const live = numbers(1234, 1300);
    live[0] = '34';
    expect(textBeforeLive(numbers(1200, 1280), [live, []])).to.equal(
      `${numbers(1200, 1234)
        .map((line) => `${line}\n`)
        .join('')}12`,
    );
    expect(textBeforeLive(['done 4', 'x'], [['4', 'x'], []]), 'of a few lines').to.equal('done 4\nx\n');
  });

  it('is known while the log continues', () => {
    expect(matchLines(numbers(5, 8), [numbers(5, 10), []]).match).to.equal('partial');
    expect(matchLines(numbers(5, 12), [numbers(5, 10), []]).match).to.equal('complete');
    expect(matchLines(numbers(6, 12), [numbers(5, 10), []]).match).to.equal('none');
    // The single line of the other output comes later in the log.
    expect(matchLines(numbers(5, 12), [numbers(5, 10), ['error']]).match).to.equal('complete');
    expect(matchLines(['error', '7'], [numbers(5, 10), ['error']]).match).to.equal('none');
  });
});

describe('the lines of a live text', () => {
  it('are the complete lines', () => {
    expect(wholeLines('one\n\ntwo\n$ ')).to.deep.equal(['one', '', 'two']);
    expect(wholeLines('')).to.deep.equal([]);
  });
});
