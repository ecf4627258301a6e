import { expect } from 'chai';
import fc from 'fast-check';
import { nearest } from '../../../src/core/suggest.ts';

describe('nearest', () => {
  it('finds the nearest word', () => {
    expect(nearest('aps:list', ['apps:list', 'ps:scale'])).to.equal('apps:list');
    expect(nearest('wbe', ['web', 'worker'])).to.equal(undefined);
    expect(nearest('wb', ['web', 'worker'])).to.equal('web');
    expect(nearest('something-else', ['apps:list'])).to.equal(undefined);
  });

  it('prefers a word that is one edit away to one that is two edits away', () => {
    expect(nearest('config:sett', ['config:gets', 'config:set'])).to.equal('config:set');
  });

  it('finds every word after one edit: a character added, removed or replaced', () => {
    const edited = fc
      .tuple(
        fc.string({ minLength: 2, maxLength: 40, unit: 'binary-ascii' }),
        fc.nat(),
        fc.constantFrom('add', 'remove', 'replace'),
      )
      .map(([word, position, edit]) => {
        const at = position % word.length;
        const typed =
          word.slice(0, at) + (edit === 'remove' ? '' : '~') + word.slice(edit === 'add' ? at : at + 1);
        return { word, typed };
      });
    fc.assert(fc.property(edited, ({ word, typed }) => nearest(typed, [word]) === word));
  });

  it('finds nothing three edits away', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (word) => nearest(`${word}~~~`, [word]) === undefined),
    );
  });
});
