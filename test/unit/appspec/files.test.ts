import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { mistakesIn, mistakesOf, specOf, treeOf } from './tree.ts';

describe('files of a repository', () => {
  it('are refused when they are not valid UTF-8, too large or not regular files', async () => {
    expect(await mistakesOf({ Procfile: Uint8Array.of(0x77, 0xff, 0xfe) })).to.deep.equal([
      'Procfile: is not UTF-8 text',
    ]);
    expect(await mistakesOf({ 'app.json': ' '.repeat(1024 * 1024 + 1) })).to.deep.equal([
      'app.json: is larger than 1024 KiB',
    ]);
    expect(await mistakesOf({ 'Procfile/inner': '' })).to.deep.equal(['Procfile: is a folder, not a file']);
  });

  it('are reported with a limited number of mistakes', async () => {
    const lines = await mistakesOf({ Procfile: 'x\n'.repeat(500_000) });
    expect(lines).to.have.length(101);
    expect(lines[0]).to.equal('Procfile:1: must be of the form "type: command"');
    expect(lines[100]).to.equal('… and 499900 more');
    const unknown = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`my-own-${index}`, 1]));
    const { warnings } = await specOf({ 'app.json': JSON.stringify(unknown) });
    expect(warnings).to.have.length(101);
    expect(warnings[100]).to.equal('… and more like these');
  });

  it('are not read through links out of the tree or from pipes', async () => {
    const directory = await treeOf({ inside: 'web: ok' });
    await symlink('/etc/passwd', join(directory, 'app.json'));
    execFileSync('mkfifo', [join(directory, 'Procfile')]);
    await mkdir(join(directory, 'config'));
    await symlink('/etc', join(directory, 'config/kustomize'));
    expect(await mistakesIn(directory)).to.deep.equal([
      'app.json: is a link that leaves the repository',
      'config/kustomize: is a link that leaves the repository',
      'Procfile: is not an ordinary file',
    ]);
  });

  it('may be links to other files of the tree', async () => {
    const directory = await treeOf({ 'deploy/Procfile': 'web: linked' });
    await symlink('deploy/Procfile', join(directory, 'Procfile'));
    expect(await mistakesIn(directory)).to.deep.equal([]);
  });

  it('cannot be named outside of the tree', async () => {
    const directory = await treeOf({});
    await writeFile(join(directory, '..', 'appspec-outside.json'), '{}');
    const { readAppSpec } = await import('../../../src/appspec/read.ts');
    for (const appJsonPath of ['../appspec-outside.json', '/etc/passwd', 'a/../../x']) {
      const error = await readAppSpec(directory, { app: 'demo', appJsonPath }).catch((error) => error);
      expect(error.details).to.deep.equal([`${appJsonPath}: must be a path inside the repository`]);
    }
  });

  it('show the entry file of Kustomize', async () => {
    expect((await specOf({ 'config/kustomize/kustomization.yml': '' })).kustomize).to.deep.equal({
      path: 'config/kustomize',
      entry: 'kustomization.yml',
    });
    expect((await specOf({})).kustomize).to.equal(undefined);
    expect(await mistakesOf({ 'config/kustomize/patch.yaml': '' })).to.deep.equal([
      'config/kustomize: has no kustomization.yaml',
    ]);
    const two = { 'config/kustomize/kustomization.yaml': '', 'config/kustomize/Kustomization': '' };
    expect((await mistakesOf(two)).join()).to.match(/Kustomize accepts only one/);
  });
});
