import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readFolder } from '../../../src/deploy/plan/kustomize-folder.ts';
import { copyFolder } from '../../../src/kustomize/copy-folder.ts';
import { problemsOfKustomizations } from '../../../src/kustomize/remotes.ts';
import { refuseBombs } from '../../../src/kustomize/yaml-bombs.ts';

const folders = mkdtempSync(join(tmpdir(), 'kustomize-'));
process.once('exit', () => rmSync(folders, { recursive: true, force: true }));

async function folder(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(folders, 'folder-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(directory, name, '..'), { recursive: true });
    await writeFile(join(directory, name), text);
  }
  return directory;
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => [error.message, ...error.details],
  );

describe("the copy of a repository's Kustomize folder", () => {
  it('contains the targets of links inside the folder', async () => {
    const source = await folder({ 'real.yaml': 'x: 1' });
    await symlink('real.yaml', join(source, 'link.yaml'));
    const target = join(await folder({}), 'copy');
    await copyFolder(source, target);
    expect(await readFile(join(target, 'link.yaml'), 'utf8')).to.equal('x: 1');
  });

  it('is refused when links leave the folder or have no end', async () => {
    const outside = await folder({});
    await symlink('/etc/passwd', join(outside, 'users'));
    expect(await refusal(copyFolder(outside, join(await folder({}), 'copy')))).to.deep.equal([
      'The Kustomize folder cannot be used: users is a link that leaves the folder',
    ]);
    const endless = await folder({});
    await mkdir(join(endless, 'a'));
    await symlink('..', join(endless, 'a', 'up'));
    expect((await refusal(copyFolder(endless, join(await folder({}), 'copy'))))?.[0]).to.match(
      /nested too deeply/,
    );
  });

  it('is kept in a release with the targets of its links', async () => {
    const source = await folder({ 'real.yaml': 'x: 1' });
    await mkdir(join(source, 'base'));
    await symlink('../real.yaml', join(source, 'base', 'link.yaml'));
    await symlink('base', join(source, 'other'));
    const content = Buffer.from('x: 1').toString('base64');
    expect(await readFolder(source)).to.deep.equal({
      'base/link.yaml': content,
      'other/link.yaml': content,
      'real.yaml': content,
    });
    await symlink('..', join(source, 'base', 'up-and-out'));
    await symlink('../..', join(source, 'base', 'out'));
    expect((await refusal(readFolder(source)))?.[0]).to.match(/nested too deeply|leaves the folder/);
  });

  it('is refused when any file grows beyond the limit while it is read', async () => {
    const levels = Array.from({ length: 30 }, (_, i) =>
      i === 0 ? 'l0: &l0 lol' : `l${i}: &l${i} [*l${i - 1}, *l${i - 1}]`,
    ).join('\n');
    const harmless = {
      'anchors.yaml': `a: &a {x: 1}\n${Array.from({ length: 500 }, (_, i) => `b${i}: *a`).join('\n')}`,
      'script.sh': 'set -e; a && b\ncase $1 in\n*) echo "*x" ;;\nesac\n',
      'endless.yaml': 'a: &a [*a, *a]',
    };
    expect(await refusal(refuseBombs(await folder(harmless)))).to.equal(undefined);
    const bombs: Record<string, string> = {
      'plain.yaml': levels,
      'no-extension': levels,
      'patch.yaml': `patches:\n- patch: |-\n    ${levels.replaceAll('\n', '\n    ')}`,
      'escaped.json': JSON.stringify({ patch: levels }).replaceAll('&', '\\u0026').replaceAll('*', '\\u002a'),
    };
    for (const [name, text] of Object.entries(bombs)) {
      expect(await refusal(refuseBombs(await folder({ [name]: text })))).to.deep.equal([
        `The Kustomize folder cannot be used: ${name} has YAML aliases that expand to too much data, or is nested too deeply`,
      ]);
    }
    expect(
      (await refusal(refuseBombs(await folder({ 'big.yaml': 'x'.repeat(1024 * 1024 + 1) }))))?.[0],
    ).to.match(/big.yaml is larger than 1024 KiB/);
  });

  const remotes = async (files: Record<string, string>) =>
    (await problemsOfKustomizations(await folder(files))).map(({ file, what }) => `${file}: ${what}`);

  it('is refused when it names remote parts, also through a link', async () => {
    const linked = await folder({ 'linked.txt': 'resources: ["https://example.com/a"]' });
    await symlink('linked.txt', join(linked, 'kustomization.yaml'));
    expect(await problemsOfKustomizations(linked)).to.deep.equal([
      { file: 'kustomization.yaml', what: 'fetches https://example.com/a from outside the folder' },
    ]);
  });

  it('is refused when it names remote parts', async () => {
    const text = [
      'resources: [rendered.yaml, "https://example.com/base.yaml", "git@example.com:base"]',
      'configMapGenerator: [{name: a, files: ["x=http://127.0.0.1/x"], literals: ["URL=https://fine.example.com"]}]',
      'commonAnnotations: {link: "https://fine.example.com"}',
    ];
    expect(await remotes({ 'kustomization.yaml': text.join('\n') })).to.deep.equal([
      'kustomization.yaml: fetches https://example.com/base.yaml from outside the folder',
      'kustomization.yaml: fetches git@example.com:base from outside the folder',
      'kustomization.yaml: fetches x=http://127.0.0.1/x from outside the folder',
    ]);
  });

  it('is refused when it names bases outside of the folder', async () => {
    const overlay =
      'resources: [../../base, ../../../outside, /etc]\ncomponents: [../..]\npatches: [{patch: "/a"}]';
    expect(
      await remotes({ 'overlays/live/kustomization.yaml': overlay, 'base/kustomization.yaml': '' }),
    ).to.deep.equal([
      'overlays/live/kustomization.yaml: names ../../../outside, which is outside the folder',
      'overlays/live/kustomization.yaml: names /etc, which is outside the folder',
    ]);
    expect(
      await remotes({ 'kustomization.yaml': 'resources: [..]\nbases: ["a/../../b", ..x, a/..]' }),
    ).to.deep.equal([
      'kustomization.yaml: names .., which is outside the folder',
      'kustomization.yaml: names a/../../b, which is outside the folder',
    ]);
  });

  it('is read only up to a limit', async () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghijk'.split('').map((name, index) => {
        const before = `*${'abcdefghij'[index]}`;
        return `${name}: &${name} [${Array(9).fill(before).join(', ')}]`;
      }),
    ];
    const files = {
      cycle: 'literals: &all [*all, "https://example.com/a"]\nresources: *all',
      bomb: bomb.join('\n'),
      deep: '['.repeat(20_000),
    };
    const said = async (text: string) =>
      problemsOfKustomizations(await folder({ 'kustomization.yaml': text }));
    const file = 'kustomization.yaml';
    expect(await said(files.cycle)).to.deep.equal([
      { file, what: 'fetches https://example.com/a from outside the folder' },
    ]);
    expect(await said(files.bomb)).to.deep.equal([
      { file, what: 'has YAML aliases that expand to too much data, or is nested too deeply' },
    ]);
    expect(await said(files.deep)).to.deep.equal([]);
    expect(await said(' '.repeat(1024 * 1024 + 1))).to.deep.equal([
      { file, what: 'is larger than 1024 KiB' },
    ]);
    const hidden =
      'x: &x ["https://example.com/a.yaml"]\nself: &self [*self]\nresources: *x\n? {? {a: b} : c}\n: d\n';
    expect(await remotes({ Kustomization: hidden })).to.deep.equal([
      'Kustomization: fetches https://example.com/a.yaml from outside the folder',
    ]);
  });
});
