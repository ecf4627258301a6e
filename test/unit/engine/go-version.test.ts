import { expect } from 'chai';
import { compareVersions } from '../../../scripts/engine/src/build/go-version.ts';

describe('versions of Go modules', () => {
  it('are ordered as semantic versioning orders them', () => {
    const ascending = [
      'v0.0.0-20250604170112-4c0f3b243397',
      'v0.0.0-20250710124328-f3f2b991d03b',
      'v0.6.2',
      'v0.6.3-0.20251027160822-ad3df93bed29',
      'v0.6.3',
      'v1.0.0-alpha',
      'v1.0.0-rc.2',
      'v1.0.0-rc.10',
      'v1.0.0-rc.10.1',
      'v1.0.0',
      'v1.9.0',
      'v1.10.0',
      'v29.8.2+incompatible',
    ];
    for (const [place, one] of ascending.entries())
      for (const [otherPlace, other] of ascending.entries())
        expect(Math.sign(compareVersions(one, other)), `${one} and ${other}`).to.equal(
          Math.sign(place - otherPlace),
        );
  });

  it('are refused in any other form', () => {
    expect(() => compareVersions('1.2.3', 'v1.2.3')).to.throw('Not a version of a Go module: 1.2.3');
  });
});
