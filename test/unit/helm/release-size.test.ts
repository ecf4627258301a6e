import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { refuseTooLarge } from '../../../src/helm/release-size.ts';

const KiB = 1024;

describe('the size of a release', () => {
  it('is what Helm can keep in a Secret, compressed', () => {
    const text = (size: number) => randomBytes(size / 2).toString('hex');
    expect(() => refuseTooLarge({ manifest: 'x'.repeat(20 * KiB * KiB), values: {} })).to.not.throw();
    expect(() =>
      refuseTooLarge({ manifest: text(600 * KiB), values: { a: text(600 * KiB) } }),
    ).to.not.throw();
    expect(() => refuseTooLarge({ manifest: text(1000 * KiB), values: { a: text(1000 * KiB) } })).to.throw(
      /^The release would have 1\d{3} KiB; Helm keeps it in a Secret of at most 1 MiB$/,
    );
  });
});
