import { expect } from 'chai';
import { readPushOptions, unknownPushOptions } from '../../../src/git/push-options.ts';
import { type DeployBranch, decideUpdate, isBranchName, parsePushedRefs } from '../../../src/git/refs.ts';
import { submoduleUrl } from '../../../src/git/submodule-url.ts';

const zero = '0'.repeat(40);
const one = '1'.repeat(40);

function outcome(ref: string, set: DeployBranch, newRev = one): string {
  const decision = decideUpdate({ ref, oldRev: zero, newRev }, set);
  if (decision.kind !== 'deploy') return decision.kind;
  return `deploy ${decision.branch}${decision.store ? ', stored' : ''}`;
}

describe('the effect of a pushed ref', () => {
  const rows: [string, DeployBranch, string][] = [
    ['refs/heads/main', {}, 'deploy main, stored'],
    ['refs/heads/master', {}, 'deploy master, stored'],
    ['refs/tags/v1', {}, 'deploy v1, stored'],
    ['refs/notes/x', {}, 'keep'],
    ['refs/heads/main', { app: 'main' }, 'deploy main'],
    ['refs/tags/main', { app: 'main' }, 'deploy main'],
    ['refs/heads/feature/a', { app: 'feature/a' }, 'deploy feature/a'],
    ['refs/heads/other', { app: 'main' }, 'keep'],
    ['refs/heads/main', { global: 'main' }, 'deploy main'],
    ['refs/heads/main', { app: 'release', global: 'main' }, 'keep'],
    ['refs/heads/main', { app: '', global: '' }, 'deploy main, stored'],
    ['refs/heads/x', { app: 'a..b' }, 'keep'],
  ];
  for (const [ref, set, wanted] of rows)
    it(`${ref} with ${JSON.stringify(set)}: ${wanted}`, () => expect(outcome(ref, set)).to.equal(wanted));

  it('refuses to delete the deploy branch, and allows it for others', () => {
    expect(outcome('refs/heads/main', { app: 'main' }, zero)).to.equal('refuse');
    expect(outcome('refs/heads/master', {}, zero)).to.equal('refuse');
    expect(outcome('refs/tags/main', { app: 'main' }, zero)).to.equal('keep');
    expect(outcome('refs/heads/old', {}, zero)).to.equal('keep');
  });

  it('reports why nothing was deployed and what to do', () => {
    const other = decideUpdate({ ref: 'refs/heads/dev', oldRev: zero, newRev: one }, { app: 'main' });
    expect(other).to.have.property('warnings').with.length(2);
    expect((other as { warnings: string[] }).warnings[1]).to.contain('git push <remote> dev:main');
  });
});

describe('parsePushedRefs', () => {
  it('reads the lines in order', () => {
    expect(parsePushedRefs(`${zero} ${one} refs/heads/a\n${one} ${zero} refs/heads/b c\n`)).to.deep.equal([
      { oldRev: zero, newRev: one, ref: 'refs/heads/a' },
      { oldRev: one, newRev: zero, ref: 'refs/heads/b c' },
    ]);
  });
});

describe('isBranchName', () => {
  it('follows git check-ref-format', () => {
    for (const good of ['main', 'feature/a', 'v1.0', 'a@b', 'ü'])
      expect(isBranchName(good), good).to.equal(true);
    for (const bad of [
      '',
      '@',
      '-x',
      'a..b',
      'a b',
      'a~',
      'a^',
      'a:',
      'a?',
      'a*',
      'a[',
      'a\\b',
      '/a',
      'a/',
      'a//b',
      '.a',
      'a/.b',
      'a.lock',
      'a.lock/b',
      'a.',
      'a@{b',
      'a\u007f',
    ])
      expect(isBranchName(bad), bad).to.equal(false);
  });
});

describe('push options', () => {
  it('are read from the variables that git sets for the hook', () => {
    const variables = { GIT_PUSH_OPTION_COUNT: '2', GIT_PUSH_OPTION_0: 'wait', GIT_PUSH_OPTION_1: 'x=y' };
    expect(readPushOptions(variables)).to.deep.equal(['wait', 'x=y']);
    expect(readPushOptions({})).to.deep.equal([]);
    expect(unknownPushOptions(['wait', 'x=y', 'toString'])).to.deep.equal(['x=y', 'toString']);
  });
});

describe('submoduleUrl', () => {
  it('allows addresses on the network', () => {
    for (const url of ['https://h/a.git', 'http://h/a', 'ssh://git@h:22/a', 'git@h:a/b.git'])
      expect(submoduleUrl(url, undefined, 'lib')).to.equal(url);
  });

  it('refuses addresses of this machine and options', () => {
    for (const url of [
      '/etc',
      'file:///etc',
      'ext::sh -c id',
      'git://h/a',
      '-oProxyCommand=x:y',
      'ssh://-oX/a',
      'https://h/a\nb',
      '',
    ])
      expect(() => submoduleUrl(url, undefined, 'lib'), url).to.throw(/lib/);
  });

  it('resolves relative addresses where the origin is known', () => {
    expect(submoduleUrl('../lib.git', 'https://h/o/app.git', 'lib')).to.equal('https://h/o/lib.git');
    expect(submoduleUrl('./sub', 'https://h/o/app/', 'lib')).to.equal('https://h/o/app/sub');
    expect(submoduleUrl('../../x/lib', 'git@h:o/app', 'lib')).to.equal('git@h:x/lib');
    expect(() => submoduleUrl('../lib.git', undefined, 'lib')).to.throw(/relative address/);
  });
});
