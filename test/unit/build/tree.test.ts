import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildDirectory, insideTree } from '../../../src/build/build-directory.ts';
import { cacheKey } from '../../../src/build/cache.ts';
import { exposedPorts } from '../../../src/build/expose.ts';
import { selectBuilder } from '../../../src/build/select.ts';
import type { BuildSettings } from '../../../src/build/settings/build-settings.ts';
import { failureOf } from './failing.ts';

const settings = (more: Partial<BuildSettings> = {}) =>
  ({
    app: 'demo',
    selected: undefined,
    buildDir: '',
    dockerfilePath: 'Dockerfile',
    dockerfileNamed: false,
    ...more,
  }) as BuildSettings;

describe('the tree that is built', () => {
  let tree: string;
  beforeEach(async () => {
    tree = await mkdtemp(join(tmpdir(), 'build-tree-'));
    await mkdir(join(tree, 'backend'));
    await writeFile(join(tree, 'backend', 'Dockerfile'), 'FROM scratch\n');
  });
  afterEach(() => rm(tree, { recursive: true }));

  it('follows a link inside the tree and refuses a link that leaves the tree', async () => {
    await symlink('backend/Dockerfile', join(tree, 'inside'));
    await symlink('/etc/passwd', join(tree, 'outside'));
    await symlink('/', join(tree, 'backend', 'root'));
    expect(await insideTree(tree, 'inside', 'p')).to.match(/backend\/Dockerfile$/);
    for (const path of ['outside', 'backend/root/etc/passwd', '../..', 'backend/../../x']) {
      expect((await failureOf(() => insideTree(tree, path, 'p'))).code, path).to.equal('build.outside');
    }
    expect(await insideTree(tree, '..hidden', 'p')).to.equal(undefined);
  });

  it('reports that build-dir is missing', async () => {
    const failure = await failureOf(() => buildDirectory(tree, { app: 'demo', buildDir: 'front' }));
    expect(failure.message).to.contain('front');
    expect(failure.hint.join()).to.contain('dokku builder:set demo build-dir');
  });

  it('detects a Dockerfile in the build folder', async () => {
    expect((await selectBuilder(join(tree, 'backend'), settings())).builder.name).to.equal('dockerfile');
  });

  it('names the files that it looked for, and files that it found but cannot build', async () => {
    await writeFile(join(tree, 'project.toml'), '');
    const failure = await failureOf(() => selectBuilder(tree, settings()));
    expect(failure.details).to.deep.equal([
      'Looked for Dockerfile in the root folder of the repository',
      'Found project.toml, but builder pack is not available on this server',
    ]);
  });

  it('distinguishes an unavailable builder from an unknown one', async () => {
    expect((await failureOf(() => selectBuilder(tree, settings({ selected: 'pack' })))).code).to.equal(
      'build.unavailable',
    );
    expect(
      (await failureOf(() => selectBuilder(tree, settings({ selected: 'dockrfile' })))).message,
    ).to.contain('did you mean dockerfile?');
  });
});

describe('exposedPorts', () => {
  it('sorts by number and omits invalid ports', () => {
    expect(
      exposedPorts({ '9000/udp': {}, '80/tcp': {}, '443': {}, '0/tcp': {}, '70000/tcp': {}, 'x/tcp': {} }),
    ).to.deep.equal([
      { port: 80, protocol: 'tcp' },
      { port: 443, protocol: 'tcp' },
      { port: 9000, protocol: 'udp' },
    ]);
    expect(exposedPorts(undefined)).to.deep.equal([]);
  });

  it('keeps the order of the Dockerfile', () => {
    const dockerfile = 'FROM x\nexpose 9300/tcp $PORT\n  EXPOSE 9200\n# EXPOSE 22\n';
    const ports = exposedPorts({ '22/tcp': {}, '9200/tcp': {}, '9300/tcp': {} }, dockerfile);
    expect(ports.map(({ port }) => port)).to.deep.equal([9300, 9200, 22]);
    const several = 'EXPOSE 9000-9001/udp 7100-7102 \\\n  4000/tcp\n';
    const image = ['4000/tcp', '7100/tcp', '7101/tcp', '7102/tcp', '9000/udp', '9001/udp'];
    expect(
      exposedPorts(Object.fromEntries(image.map((port) => [port, {}])), several).map(({ port }) => port),
    ).to.deep.equal([9000, 9001, 7100, 7101, 7102, 4000]);
  });
});

describe('cacheKey', () => {
  const inputs = {
    tree: 't',
    builder: 'dockerfile',
    repository: 'r/demo',
    buildDir: '',
    inputs: { a: 1, b: [2] },
  };

  it('does not depend on the order of keys', () => {
    expect(cacheKey({ ...inputs, inputs: { b: [2], a: 1 } })).to.equal(cacheKey(inputs));
  });

  it('changes with every input of the image', () => {
    const variants = [
      { tree: 'u' },
      { builder: 'pack' },
      { repository: 'r/other' },
      { buildDir: 'x' },
      { inputs: { a: 1, b: [3] } },
    ].map((change) => cacheKey({ ...inputs, ...change }));
    expect(new Set([cacheKey(inputs), ...variants]).size).to.equal(6);
  });
});
