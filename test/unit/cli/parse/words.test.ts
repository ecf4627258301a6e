import { expect } from 'chai';
import fc from 'fast-check';
import { remoteArguments } from '../../../../src/cli/parse/remote-command.ts';
import { splitCommandLine } from '../../../../src/cli/parse/words.ts';
import { Failure } from '../../../../src/core/failure.ts';

describe('splitCommandLine', () => {
  const cases: [string, string[]][] = [
    ['apps:list', ['apps:list']],
    ['  a   b\tc\n', ['a', 'b', 'c']],
    [`config:set app K="a b" L='c "d"'`, ['config:set', 'app', 'K=a b', 'L=c "d"']],
    [`a '' "" b`, ['a', '', '', 'b']],
    [String.raw`a\ b \"c\" \\`, ['a b', '"c"', '\\']],
    ['a;b && $(c) `d` *', ['a;b', '&&', '$(c)', '`d`', '*']],
    ['', []],
  ];
  for (const [line, words] of cases)
    it(`splits ${JSON.stringify(line)}`, () => expect(splitCommandLine(line)).to.deep.equal(words));

  for (const line of [`a "b`, `a 'b`, 'a b\\'])
    it(`refuses ${JSON.stringify(line)}`, () => expect(() => splitCommandLine(line)).to.throw(Failure));

  it('returns quoted words unchanged', () => {
    fc.assert(
      fc.property(fc.array(fc.string().filter((word) => !word.includes("'"))), (words) => {
        expect(splitCommandLine(words.map((word) => `'${word}'`).join(' '))).to.deep.equal(words);
      }),
    );
  });
});

describe('remoteArguments', () => {
  it('accepts git transport with every form of the path', () => {
    for (const path of [`'shop'`, 'shop', `'/shop'`, `"shop.git"`, '/shop.git/'])
      expect(remoteArguments(`git-receive-pack ${path}`)).to.deep.equal(['git-receive-pack', '--', 'shop']);
    expect(remoteArguments(`git upload-pack 'shop'`)).to.deep.equal(['git-upload-pack', '--', 'shop']);
  });

  it('refuses other git commands and more than one path', () => {
    for (const line of ['git-shell', 'git-hook shop', 'git', 'git-upload-pack', 'git-upload-pack a b'])
      expect(() => remoteArguments(line), line).to.throw(Failure);
  });

  it('refuses paths that are not app names', () => {
    for (const path of ['../x', 'a/b', '//x', '~/x', '-x', '.x', 'a..b', 'A', '', '.git', 'a\0b'])
      expect(() => remoteArguments(`git-upload-pack '${path}'`), path).to.throw(Failure);
  });

  it('passes other commands on, and asks for help without a command', () => {
    expect(remoteArguments(undefined)).to.deep.equal([]);
    expect(remoteArguments('')).to.deep.equal([]);
    expect(remoteArguments('git:set shop deploy-branch main')).to.deep.equal([
      'git:set',
      'shop',
      'deploy-branch',
      'main',
    ]);
    expect(remoteArguments('dokku apps:list')).to.deep.equal(['apps:list']);
  });
});
