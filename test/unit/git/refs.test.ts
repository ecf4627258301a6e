import { expect } from 'chai';
import { Failure } from '../../../src/core/failure.ts';
import { readPushOptions, unknownPushOptions } from '../../../src/git/push-options.ts';
import {
  decideUpdate,
  explainStored,
  firstDeployBranch,
  isBranchName,
  parsePushedRefs,
} from '../../../src/git/refs.ts';
import { submoduleUrl } from '../../../src/git/submodule-url.ts';

const zero = '0'.repeat(40);
const one = '1'.repeat(40);

const pushed = (ref: string, newRev = one) => ({ ref, oldRev: zero, newRev });

describe('the effect of a pushed ref', () => {
  const rows: [string, string | undefined, string][] = [
    ['refs/heads/main', 'main', 'deploy'],
    ['refs/tags/main', 'main', 'deploy'],
    ['refs/heads/feature/a', 'feature/a', 'deploy'],
    ['refs/heads/other', 'main', 'keep'],
    ['refs/notes/main', 'main', 'keep'],
    ['refs/tags/v1', undefined, 'keep'],
    ['refs/heads/a..b', 'a..b', 'keep'],
  ];
  for (const [ref, branch, wanted] of rows)
    it(`${ref} with the deploy branch ${branch}: ${wanted}`, () =>
      expect(decideUpdate(pushed(ref), branch).kind).to.equal(wanted));

  it('refuses to delete the deploy branch, and allows it for others', () => {
    const outcome = (ref: string, branch?: string) => decideUpdate(pushed(ref, zero), branch).kind;
    expect(outcome('refs/heads/main', 'main')).to.equal('refuse');
    expect(outcome('refs/heads/master')).to.equal('refuse');
    expect(outcome('refs/tags/main', 'main')).to.equal('keep');
    expect(outcome('refs/heads/old')).to.equal('keep');
  });
});

describe('the deploy branch of a first push', () => {
  const first = (...refs: string[]) =>
    firstDeployBranch(
      refs.map((ref) => pushed(ref)),
      'shop',
    );

  it('is main, else master, else the only branch', () => {
    expect(first('refs/heads/a', 'refs/heads/master', 'refs/heads/main', 'refs/tags/v1')).to.equal('main');
    expect(first('refs/tags/main', 'refs/heads/a', 'refs/heads/master')).to.equal('master');
    expect(first('refs/tags/v1', 'refs/heads/feature/a', 'refs/remotes/origin/main')).to.equal('feature/a');
  });

  it('is not a tag, another ref or a deleted branch', () => {
    expect(first('refs/tags/v1', 'refs/notes/x')).to.equal(undefined);
    const refs = [pushed('refs/heads/main', zero), pushed('refs/heads/b')];
    expect(firstDeployBranch(refs, 'shop')).to.equal('b');
  });

  it('is not one of several unknown branches', () => {
    const refused = () => first('refs/heads/b', 'refs/heads/a', 'refs/tags/v1');
    expect(refused).to.throw(Failure, 'shop has no deploy branch, and the push has 2 branches');
    try {
      refused();
    } catch (error) {
      expect((error as Failure).details).to.deep.equal(['b and a']);
      expect((error as Failure).hint.join('\n')).to.contain('dokku git:set shop deploy-branch b');
    }
  });
});

describe('the explanation of refs that are stored', () => {
  const explain = (refs: string[], branch?: string, deploys = false) =>
    explainStored(refs, { app: 'shop', branch, deploys });

  it('prints why nothing was deployed and what to do', () => {
    expect(explain(['refs/heads/dev'], 'main')).to.deep.equal([
      'WARNING: nothing was deployed: refs/heads/dev was stored, but the deploy branch is main',
      'WARNING: to deploy, push to the deploy branch: git push <remote> dev:main',
    ]);
    expect(explain(['refs/tags/v1', 'refs/tags/v2'])).to.deep.equal([
      'WARNING: nothing was deployed: refs/tags/v1 and refs/tags/v2 were stored, and shop has no deploy branch',
      'WARNING: to deploy, push a branch: git push <remote> main',
      'WARNING: or deploy the tag: dokku git:set shop deploy-branch v1 && dokku ps:rebuild shop',
    ]);
    expect(explain(['refs/heads/x'], 'a..b')[0]).to.contain('"a..b" is not a name that Git allows');
    expect(explain([], 'main')).to.deep.equal([]);
  });

  it('is one line for a hundred tags beside the deploy branch', () => {
    const tags = Array.from({ length: 100 }, (_, index) => `refs/tags/${index}`);
    expect(explain(tags, 'main', true)).to.deep.equal([
      'refs/tags/0, refs/tags/1, refs/tags/2, refs/tags/3, refs/tags/4 and 95 more were stored, not deployed: the deploy branch is main',
    ]);
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
