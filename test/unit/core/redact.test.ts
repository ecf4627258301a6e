import { expect } from 'chai';
import fc from 'fast-check';
import { Redactor } from '../../../src/core/redact.ts';

function redactorOf(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  redactor.register(...secrets);
  return redactor;
}

describe('Redactor', () => {
  it('hides a secret anywhere in a text, also in base64 and in a URL', () => {
    const secret = 'p@ss/word!';
    const text = `x${secret}y ${Buffer.from(secret).toString('base64')} ${encodeURIComponent(secret)}`;
    expect(redactorOf(secret).redact(text)).to.equal('x*******y ******* *******');
  });

  it('hides each line of a key of several lines', () => {
    const redactor = redactorOf('-----BEGIN-----\nMIIBVgIBADAN\n-----END-----');
    expect(redactor.redact('line: MIIBVgIBADAN')).to.equal('line: *******');
  });

  it('hides the longer one of two secrets with the same beginning', () => {
    expect(redactorOf('secret', 'secret-long').redact('secret-long')).to.equal('*******');
  });

  it('does not hide words that are too short to be secrets', () => {
    expect(redactorOf('abc', '', 'true').redact('abc is true')).to.equal('abc is true');
  });

  it('does not treat a secret as a pattern', () => {
    expect(redactorOf('a.c*[x').redact('abcc[x a.c*[x')).to.equal('abcc[x *******');
  });

  it('hides secrets of the maximum length, and very many', () => {
    const long = 'tT0-'.repeat(32_000);
    const many = Array.from({ length: 20_000 }, (_, index) => `line-${index}-of-a-key`);
    const redactor = redactorOf(long, many.join('\n'));
    expect(redactor.redact(`a ${long} b ${many[777]} c`)).to.equal('a ******* b ******* c');
  });

  it('hides a secret in any surrounding text', () => {
    const secret = fc.stringMatching(/^[a-zA-Z0-9+/=_.-]{6,40}$/);
    fc.assert(
      fc.property(
        secret,
        fc.string(),
        fc.string(),
        (value, before, after) =>
          !redactorOf(value)
            .redact(before + value + after)
            .includes(value),
      ),
    );
  });
});
