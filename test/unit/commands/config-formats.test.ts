import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseEnvFile } from '../../../src/commands/config/envfile.ts';
import { formats, quote } from '../../../src/commands/config/formats.ts';
import { parsePairs } from '../../../src/commands/config/pairs.ts';
import { tarArchive } from '../../../src/commands/config/tar.ts';

const values = fc.dictionary(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/), fc.string(), {
  noNullPrototype: true,
});

describe('config formats', () => {
  it('have the forms that scripts read', () => {
    const sample = { A: '1', B: "it's", C: 'two\nlines' };
    expect(formats.exports(sample)).to.equal("export A='1'\nexport B='it'\\''s'\nexport C='two\nlines'\n");
    expect(formats.envfile(sample)).to.equal('A=1\nB="it\'s"\nC="two\\nlines"\n');
    expect(formats.shell({ A: '1', B: '2' })).to.equal("A='1' B='2' ");
    expect(formats.json(sample)).to.equal('{"A":"1","B":"it\'s","C":"two\\nlines"}\n');
    expect(formats['json-list']({ A: '1' })).to.equal('[{"name":"A","value":"1"}]\n');
    expect(formats['docker-args']({ A: '1', B: '2' })).to.equal("--env=A='1' --env=B='2'\n");
    expect(formats['docker-args-keys']({ A: '1', B: '2' })).to.equal('--env=A --env=B\n');
    expect(formats['pack-keys']({ A: '1', B: '2' })).to.equal('--env A --env B\n');
    expect(formats.pretty(sample)).to.equal("A:  1\nB:  it's\nC:  two\\nlines\n");
  });

  it('are parsed from an env file unchanged', () => {
    fc.assert(
      fc.property(values, (given) => {
        expect(parseEnvFile(formats.envfile(given))).to.deep.equal(given);
      }),
    );
  });

  it('are quoted for a real shell', () => {
    const text = fc.string().filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(text, (value) => {
        const seen = execFileSync('/bin/sh', ['-c', `printf %s ${quote(value)}x`], { encoding: 'utf8' });
        expect(seen).to.equal(`${value}x`);
      }),
      { numRuns: 20 },
    );
  });
});

describe('env files', () => {
  it('may have comments, export, and quotes over several lines', () => {
    expect(
      parseEnvFile(`# top
export A=1   # one
B = 'single # quoted'

C="a\\"b\\$\\n" # tail
KEY='-----BEGIN-----
line
-----END-----'
EMPTY=
URL=http://a/b#c
`),
    ).to.deep.equal({
      A: '1',
      B: 'single # quoted',
      C: 'a"b$\n',
      KEY: '-----BEGIN-----\nline\n-----END-----',
      EMPTY: '',
      URL: 'http://a/b#c',
    });
  });

  for (const [text, line] of [
    ['A=1\nnonsense\n', 2],
    ['1A=1', 1],
    ['A=1\n\n\nB="open', 4],
  ] as const) {
    it(`report the line of a mistake: ${JSON.stringify(text)}`, () => {
      expect(() => parseEnvFile(text)).to.throw(`Line ${line} is not`);
    });
  }
});

describe('pairs', () => {
  it('split at the first equals sign', () => {
    expect(parsePairs(['A=b=c', 'EMPTY='], { encoded: false })).to.deep.equal({ A: 'b=c', EMPTY: '' });
    expect(parsePairs(['A=w6TDtg=='], { encoded: true })).to.deep.equal({ A: 'äö' });
  });

  it('are all refused, each with its reason', () => {
    expect(() => parsePairs(['A', '1B=x', 'C=ok'], { encoded: false }))
      .to.throw()
      .with.property('details')
      .with.length(2);
    expect(() => parsePairs(['A=***'], { encoded: true }))
      .to.throw()
      .with.deep.property('details', ['The value of A is not base64 of UTF-8 text']);
  });
});

describe('tarArchive', () => {
  it('is read by tar, with private files', async () => {
    const archive = await tarArchive({ A: 'one', LONG: 'x'.repeat(2000), EMPTY: '' });
    const list = execFileSync('tar', ['-tvf', '-'], { input: archive, encoding: 'utf8' });
    expect(list.match(/^-rw-------.*/gm)).to.have.length(3);
    const long = execFileSync('tar', ['-xOf', '-', 'LONG'], { input: archive, encoding: 'utf8' });
    expect(long).to.equal('x'.repeat(2000));
  });
});
