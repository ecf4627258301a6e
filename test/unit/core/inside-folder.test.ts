import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { isInside, isPlainPath, locateInside } from '../../../src/core/inside-folder.ts';

const folders = mkdtempSync(join(tmpdir(), 'inside-folder-'));
process.once('exit', () => rmSync(folders, { recursive: true, force: true }));

/** A repository `tree`, and beside it `tree-twin` and `secret`, which nobody who pushes may reach. */
async function world(): Promise<{ tree: string; secret: string; twin: string }> {
  const root = await realpath(await mkdtemp(join(folders, 'world-')));
  const [tree, twin, secret] = [join(root, 'tree'), join(root, 'tree-twin'), join(root, 'secret')];
  for (const path of [join(tree, 'src'), twin]) await mkdir(path, { recursive: true });
  for (const path of [secret, join(twin, 'file'), join(tree, 'src/file')]) await writeFile(path, 'x');
  return { tree, secret, twin };
}

describe('a path that an attacker names', () => {
  it('is resolved, also through a link that stays inside', async () => {
    const { tree } = await world();
    await symlink('src/file', join(tree, 'link'));
    await symlink(join(tree, 'src'), join(tree, 'absolute-link'));
    for (const path of ['src/file', './src//file', 'src/../src/file', 'link', 'absolute-link/file'])
      expect(await locateInside(tree, path), path).to.deep.equal({ path: join(tree, 'src/file') });
    for (const path of ['.', '', 'src/..'])
      expect(await locateInside(tree, path), path).to.deep.equal({ path: tree });
  });

  it('does not leave the folder by ..', async () => {
    const { tree } = await world();
    for (const path of ['..', '../secret', 'src/../../secret', '../tree-twin/file', '../tree/../secret'])
      expect(await locateInside(tree, path), path).to.deep.equal({ problem: 'above' });
  });

  it('is joined to the folder when it is absolute', async () => {
    const { tree, secret } = await world();
    expect(await locateInside(tree, '/src/file')).to.deep.equal({ path: join(tree, 'src/file') });
    expect(await locateInside(tree, secret)).to.deep.equal({ problem: 'missing' });
    expect(await locateInside(tree, '/../secret')).to.deep.equal({ problem: 'above' });
  });

  it('does not leave the folder by a chain of links', async () => {
    const { tree, secret, twin } = await world();
    await symlink(secret, join(tree, 'out'));
    await symlink('../secret', join(tree, 'relative-out'));
    await symlink('..', join(tree, 'up'));
    await symlink(twin, join(tree, 'twin'));
    await symlink('out', join(tree, 'chain'));
    for (const path of ['out', 'relative-out', 'up/secret', 'up', 'twin', 'twin/file', 'chain'])
      expect(await locateInside(tree, path), path).to.deep.equal({ problem: 'link' });
  });

  it('may come back into the folder by a link', async () => {
    const { tree } = await world();
    await symlink('../tree/src', join(tree, 'round'));
    expect(await locateInside(tree, 'round/file')).to.deep.equal({ path: join(tree, 'src/file') });
  });

  it('is missing when nothing exists at the end of a link or below a file', async () => {
    const { tree } = await world();
    await symlink('nowhere', join(tree, 'dangling'));
    await symlink('../nowhere', join(tree, 'dangling-outside'));
    for (const path of ['none', '..hidden', 'dangling', 'dangling-outside', 'src/file/below'])
      expect(await locateInside(tree, path), path).to.deep.equal({ problem: 'missing' });
  });

  it('is reported as a loop when its links point to each other', async () => {
    const { tree } = await world();
    await symlink('b', join(tree, 'a'));
    await symlink('a', join(tree, 'b'));
    expect(await locateInside(tree, 'a')).to.deep.equal({ problem: 'loop' });
  });

  it('is refused with a NUL, where the kernel would cut it', async () => {
    const { tree } = await world();
    expect(await locateInside(tree, 'src/file\0.txt')).to.deep.equal({ problem: 'above' });
    expect(isPlainPath('src\0/file')).to.equal(false);
  });

  it('is compared with the real folder when the folder is reached by a link', async () => {
    const { tree } = await world();
    const alias = join(tree, '..', 'alias');
    await symlink('tree', alias);
    expect(await locateInside(alias, 'src/file')).to.deep.equal({ path: join(tree, 'src/file') });
  });
});

describe('being inside of a folder', () => {
  it('requires more than a common prefix', () => {
    expect(isInside('/a/b', '/a/b')).to.equal(true);
    expect(isInside('/a/b', '/a/b/c')).to.equal(true);
    expect(isInside('/a/b', '/a/bc')).to.equal(false);
    expect(isInside('/a/b', '/a/b-c/d')).to.equal(false);
    expect(isInside('/a/b', '/a')).to.equal(false);
    expect(isInside('/', '/a')).to.equal(true);
  });

  it('can be decided for a relative path before the folder is known', () => {
    for (const path of ['a', 'a/b', './a', 'a..b', '..a/b']) expect(isPlainPath(path), path).to.equal(true);
    for (const path of ['', '/a', '..', '../a', 'a/..', 'a/../b'])
      expect(isPlainPath(path), path).to.equal(false);
  });
});
