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

  it('are read below build-dir, each under the path of its own setting', async () => {
    const directory = await treeOf({
      'backend/app.json': '{"scripts":{"dokku":{"predeploy":"./migrate"}}}',
      'backend/deploy/Procfile': 'worker: work\n',
      'backend/config/kustomize/kustomization.yaml': '',
      Procfile: 'web: other\n',
    });
    const { readAppSpec } = await import('../../../src/appspec/read.ts');
    const settings = { app: 'demo', buildDir: 'backend', procfilePath: 'deploy/Procfile' };
    const spec = await readAppSpec(directory, settings);
    expect(spec.scripts.dokku?.predeploy).to.equal('./migrate');
    expect(spec.procfile).to.deep.equal({ worker: 'work' });
    expect(spec.files).to.deep.equal({
      appJson: 'backend/app.json',
      procfile: 'backend/deploy/Procfile',
      kustomize: 'backend/config/kustomize',
    });
    expect(spec.warnings).to.deep.equal([]);
    await writeFile(join(directory, 'backend/app.json'), '{"cron": 1}');
    const error = await readAppSpec(directory, settings).catch((error) => error);
    expect(error.details).to.deep.equal(['backend/app.json#/cron: must be a list, is 1 (line 1:10)']);
  });

  it('are named in a warning when a setting points beside them', async () => {
    const directory = await treeOf({ Procfile: 'web: x\n', 'app.json': '{}', 'backend/app.json': '{}' });
    const { readAppSpec } = await import('../../../src/appspec/read.ts');
    const { warnings, procfile } = await readAppSpec(directory, { app: 'demo', buildDir: 'backend' });
    expect(procfile).to.deep.equal({});
    expect(warnings).to.deep.equal([
      'Procfile in the root folder is not used, because build-dir is backend. Move it to backend/Procfile',
    ]);
    const missing = await readAppSpec(directory, { app: 'demo', appJsonPath: 'deploy/app.json' });
    expect(missing.warnings).to.deep.equal([
      'deploy/app.json does not exist. To use app.json: dokku app-json:set demo appjson-path',
    ]);
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
