import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { isInside, isPlainPath, locateInside } from '../../../src/core/inside-folder.ts';

const folders = mkdtempSync(join(tmpdir(), 'inside-folder-'));
process.once('exit', () => rmSync(folders, { recursive: true, force: true }));

/** Creates the repository `tree`. The siblings `tree-twin` and `secret` must be out of reach for a user who pushes. */
async function world(): Promise<{ tree: string; secret: string; twin: string }> {
  const root = await realpath(await mkdtemp(join(folders, 'world-')));
  const [tree, twin, secret] = [join(root, 'tree'), join(root, 'tree-twin'), join(root, 'secret')];
  for (const path of [join(tree, 'src'), twin]) await mkdir(path, { recursive: true });
  for (const path of [secret, join(twin, 'file'), join(tree, 'src/file')]) await writeFile(path, 'x');
  return { tree, secret, twin };
}

describe('locateInside', () => {
  it('locates a path, also through a link that stays inside the folder', async () => {
    const { tree } = await world();
    await symlink('src/file', join(tree, 'link'));
    await symlink(join(tree, 'src'), join(tree, 'absolute-link'));
    for (const path of ['src/file', './src//file', 'src/../src/file', 'link', 'absolute-link/file'])
      expect(await locateInside(tree, path), path).to.deep.equal({ path: join(tree, 'src/file') });
    for (const path of ['.', '', 'src/..'])
      expect(await locateInside(tree, path), path).to.deep.equal({ path: tree });
  });

  it('refuses a path that leaves the folder by ..', async () => {
    const { tree } = await world();
    for (const path of ['..', '../secret', 'src/../../secret', '../tree-twin/file', '../tree/../secret'])
      expect(await locateInside(tree, path), path).to.deep.equal({ problem: 'above' });
  });

  it('treats an absolute path as relative to the folder', async () => {
    const { tree, secret } = await world();
    expect(await locateInside(tree, '/src/file')).to.deep.equal({ path: join(tree, 'src/file') });
    expect(await locateInside(tree, secret)).to.deep.equal({ problem: 'missing' });
    expect(await locateInside(tree, '/../secret')).to.deep.equal({ problem: 'above' });
  });

  it('refuses a chain of links that leaves the folder', async () => {
    const { tree, secret, twin } = await world();
    await symlink(secret, join(tree, 'out'));
    await symlink('../secret', join(tree, 'relative-out'));
    await symlink('..', join(tree, 'up'));
    await symlink(twin, join(tree, 'twin'));
    await symlink('out', join(tree, 'chain'));
    for (const path of ['out', 'relative-out', 'up/secret', 'up', 'twin', 'twin/file', 'chain'])
      expect(await locateInside(tree, path), path).to.deep.equal({ problem: 'link' });
  });

  it('allows a link that leads back into the folder', async () => {
    const { tree } = await world();
    await symlink('../tree/src', join(tree, 'round'));
    expect(await locateInside(tree, 'round/file')).to.deep.equal({ path: join(tree, 'src/file') });
  });

  it('tells of no file outside whether the file exists', async () => {
    const { tree } = await world();
    await symlink('../nowhere', join(tree, 'dangling-outside'));
    await symlink('/nowhere/at/all', join(tree, 'dangling-absolute'));
    await symlink('../secret/below', join(tree, 'below-file'));
    for (const path of ['dangling-outside', 'dangling-absolute', 'below-file'])
      expect(await locateInside(tree, path), path).to.deep.equal({ problem: 'link' });
  });

  it('reports a missing path, a missing target of a link, and a path below a file', async () => {
    const { tree } = await world();
    await symlink('nowhere', join(tree, 'dangling'));
    for (const path of ['none', '..hidden', 'dangling', 'src/file/below'])
      expect(await locateInside(tree, path), path).to.deep.equal({ problem: 'missing' });
  });

  it('reports a loop of links', async () => {
    const { tree } = await world();
    await symlink('b', join(tree, 'a'));
    await symlink('a', join(tree, 'b'));
    expect(await locateInside(tree, 'a')).to.deep.equal({ problem: 'loop' });
  });

  it('refuses a path with a NUL, which the kernel would truncate', async () => {
    const { tree } = await world();
    expect(await locateInside(tree, 'src/file\0.txt')).to.deep.equal({ problem: 'above' });
    expect(isPlainPath('src\0/file')).to.equal(false);
  });

  it('compares the path with the real folder when the folder is a link', async () => {
    const { tree } = await world();
    const alias = join(tree, '..', 'alias');
    await symlink('tree', alias);
    expect(await locateInside(alias, 'src/file')).to.deep.equal({ path: join(tree, 'src/file') });
  });
});

describe('isInside and isPlainPath', () => {
  it('require more than a common prefix', () => {
    expect(isInside('/a/b', '/a/b')).to.equal(true);
    expect(isInside('/a/b', '/a/b/c')).to.equal(true);
    expect(isInside('/a/b', '/a/bc')).to.equal(false);
    expect(isInside('/a/b', '/a/b-c/d')).to.equal(false);
    expect(isInside('/a/b', '/a')).to.equal(false);
    expect(isInside('/', '/a')).to.equal(true);
  });

  it('accept a relative path before the folder is known', () => {
    for (const path of ['a', 'a/b', './a', 'a..b', '..a/b']) expect(isPlainPath(path), path).to.equal(true);
    for (const path of ['', '/a', '..', '../a', 'a/..', 'a/../b'])
      expect(isPlainPath(path), path).to.equal(false);
  });
});
