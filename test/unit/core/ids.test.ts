import { expect } from 'chai';
import fc from 'fast-check';
import { base36, randomHex, sortableId } from '../../../src/core/ids.ts';

describe('base36', () => {
  it('returns the ids of cron tasks that Dokku uses', () => {
    expect(base36('@daily;;;/bin/true')).to.equal('5cruaotm4yzzpnjlsdunblj8qyjp');
    expect(base36('node-js-app===npm run send-email===5 5 5 5 5')).to.equal(
      'l54soc7stvha2vp86uiw4a623g3onru9lb7ys3vaxryd4kckz9uo003oa2chhyxz28tx',
    );
  });

  it('writes one 0 for each leading zero byte', () => {
    expect(base36('')).to.equal('');
    expect(base36('\0')).to.equal('0');
    expect(base36('\0\0a')).to.equal('002p');
  });

  it('returns different ids for different texts', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => a === b || base36(a) !== base36(b)));
  });
});

describe('sortableId', () => {
  it('sorts by creation time, also within one millisecond', () => {
    const now = Date.now() + 60_000;
    const ids = [now, now, now - 5000, now + 1].map(sortableId);
    expect(ids.toSorted()).to.deep.equal(ids);
    expect(new Set(ids).size).to.equal(4);
  });

  it('keeps its length for centuries', () => {
    expect(sortableId(Date.UTC(2200, 0))).to.have.length(sortableId(Date.UTC(2200, 1)).length);
  });
});

describe('randomHex', () => {
  it('returns two characters for each byte', () => {
    expect(randomHex()).to.match(/^[0-9a-f]{10}$/);
    expect(randomHex()).not.to.equal(randomHex());
  });
});
