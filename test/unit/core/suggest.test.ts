import { expect } from 'chai';
import fc from 'fast-check';
import { editDistance, nearest } from '../../../src/core/suggest.ts';

describe('nearest', () => {
  it('finds the word that was meant', () => {
    expect(nearest('aps:list', ['apps:list', 'ps:scale'])).to.equal('apps:list');
    expect(nearest('wbe', ['web', 'worker'])).to.equal(undefined);
    expect(nearest('wb', ['web', 'worker'])).to.equal('web');
    expect(nearest('something-else', ['apps:list'])).to.equal(undefined);
  });
});

describe('editDistance', () => {
  const word = fc.string({ maxLength: 12 });
  it('is a distance', () => {
    fc.assert(fc.property(word, (a) => editDistance(a, a) === 0));
    fc.assert(fc.property(word, word, (a, b) => editDistance(a, b) === editDistance(b, a)));
    fc.assert(
      fc.property(
        word,
        word,
        word,
        (a, b, c) => editDistance(a, c) <= editDistance(a, b) + editDistance(b, c),
      ),
    );
  });
});
