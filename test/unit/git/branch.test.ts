import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { execa } from 'execa';
import { environmentFrom } from '../../../src/core/environment.ts';
import { readBranch } from '../../../src/git/branch.ts';
import { ensureRepository } from '../../../src/git/repository.ts';

describe('readBranch', () => {
  let root: string;
  let repository: string;
  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'dokku-branch-'));
    repository = await ensureRepository(environmentFrom({ DOKKU_ROOT: root }, '/nowhere'), 'shop');
  });
  after(() => rmSync(root, { recursive: true }));

  const git = async (...args: string[]) =>
    (
      await execa('git', ['-C', repository, '-c', 'user.name=Alice', '-c', 'user.email=a@b.c', ...args], {
        env: { GIT_CONFIG_NOSYSTEM: '1', HOME: root },
      })
    ).stdout.trim();

  it('finds a branch, else a tag of that name, also in packed refs', async () => {
    expect(await readBranch(repository, 'v1')).to.equal(undefined);
    const tree = await git('hash-object', '-t', 'tree', '-w', '/dev/null');
    const [tagged, newer] = [
      await git('commit-tree', tree, '-m', 'one'),
      await git('commit-tree', tree, '-m', 'two'),
    ];
    await git('tag', '-a', 'v1', tagged, '-m', 'first');
    expect((await readBranch(repository, 'v1'))?.commit).to.equal(tagged);
    await git('pack-refs', '--all');
    const packed = await readBranch(repository, 'v1');
    expect(packed?.commit).to.equal(tagged);
    expect(packed?.movedAt.getTime()).to.be.closeTo(Date.now(), 60_000);
    await git('update-ref', 'refs/heads/v1', newer);
    expect((await readBranch(repository, 'v1'))?.commit).to.equal(newer);
  });
});
