import { dirname } from 'node:path';
import { expect } from 'chai';
import { type Area, areas } from './areas.ts';
import { importsOf, isIn, readSources, type Source } from './sources.ts';

/**
 * The folders of src/ in layers: a folder imports nothing from a later layer. Folders of one layer may import each
 * other.
 */
const order = [
  ['core'],
  ['kustomize'],
  ['exec', 'state', 'kube', 'helm', 'appspec'],
  ['build', 'release', 'rollout', 'storage', 'cluster', 'access', 'git'],
  ['deploy'],
  ['lifecycle'],
  ['cli'],
  ['server'],
  ['commands'],
  ['main.ts'],
];

/**
 * Maximum number of files directly in a folder of src/; subfolders count separately. Folders of command topics are
 * exempt.
 */
const maxFilesOfFolder = 20;

/** What every test may import. */
const sharedByTests = ['test/fixtures', 'test/git-client.ts', 'test/printed.ts', 'test/until.ts'];

const product = readSources('src');
const around = readSources('scripts', 'test');

/** Returns the first folder of a path in src/, or the file if it is in no folder. */
function roomOf(path: string): string {
  return path.split('/')[1]!;
}

function rowOf(room: string): number {
  return order.findIndex((row) => row.includes(room));
}

function areaOf(path: string): Area | undefined {
  return areas
    .filter(({ place }) => isIn(path, place))
    .toSorted((a, b) => a.place.length - b.place.length)
    .at(-1);
}

/** Returns as sentences what a file imports although its area may not. */
function foreignImports(source: Source): string[] {
  const area = areaOf(source.path);
  const allowed = [...(area ? [area.place, ...area.may] : []), ...sharedByTests];
  return source.imports
    .filter(({ own, target }) => own && !allowed.some((place) => isIn(target, place)))
    .map(({ target }) => `${source.path} imports ${target}`);
}

function offenders(bad: (source: Source) => boolean): string[] {
  return product.filter(bad).map(({ path }) => path);
}

function importersOf(...packages: string[]): string[] {
  const meant = (target: string) => packages.some((name) => isIn(target, name));
  const importers = product.filter(({ imports }) =>
    imports.some(({ own, target, typeOnly }) => !own && meant(target) && !typeOnly),
  );
  return [...new Set(importers.map(({ path }) => roomOf(path)))];
}

describe('the architecture', () => {
  it('has only known rooms', () => {
    expect(
      [...new Set(product.map(({ path }) => roomOf(path)))].filter((room) => rowOf(room) === -1),
    ).to.deep.equal([]);
  });

  it('imports in one direction, types included', () => {
    const wrong = product.flatMap(({ path, imports }) =>
      imports
        .filter(({ own, target }) => own && rowOf(roomOf(target)) > rowOf(roomOf(path)))
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('imports no script and no test', () => {
    const outside = product.flatMap(({ path, imports }) =>
      imports
        .filter(({ own, target }) => own && !isIn(target, 'src') && target !== 'package.json')
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(outside).to.deep.equal([]);
  });

  it('has folders of few files', () => {
    const folders = Map.groupBy(product, ({ path }) => dirname(path));
    const large = [...folders].filter(
      ([folder, files]) => files.length > maxFilesOfFolder && dirname(folder) !== 'src/commands',
    );
    expect(large.map(([folder, files]) => `${folder} has ${files.length} files`)).to.deep.equal([]);
  });

  it('starts child processes in exec only, by execa', () => {
    expect(importersOf('execa')).to.deep.equal(['exec']);
    expect(importersOf('node:child_process', 'child_process')).to.deep.equal([]);
  });

  it('connects to Kubernetes in kube only', () => {
    expect(importersOf('@kubernetes/client-node')).to.deep.equal(['kube']);
  });

  it('uses simple-git in git/client only, which is loaded when a repository is created, copied or fetched', () => {
    const users = product.filter(({ imports }) => imports.some(({ target }) => target === 'simple-git'));
    expect(users.map(({ path }) => path)).to.deep.equal(['src/git/client.ts']);
    const loads = users[0]!.imports.filter(({ target, typeOnly }) => target === 'simple-git' && !typeOnly);
    expect(loads).to.have.length(1);
    expect(users[0]!.text).to.contain("await import('simple-git')");
  });

  it('opens databases in state only', () => {
    expect(importersOf('node:sqlite')).to.deep.equal(['state']);
  });

  it('reads settings of builds and releases in one folder each', () => {
    const reads = /^src\/state\/(store|property-reader)\.ts$/;
    const readers = (room: string) =>
      product
        .filter(
          ({ path, imports }) => roomOf(path) === room && imports.some(({ target }) => reads.test(target)),
        )
        .map(({ path }) => path)
        .filter((path) => !isIn(path, `src/${room}/settings`));
    // The first reader makes the store record the image, the second one holds the lock of the database.
    expect(readers('build')).to.deep.equal(['src/build/build-app.ts', 'src/build/registry/docker-config.ts']);
    expect(readers('release')).to.deep.equal([]);
  });

  it('keeps building, releasing and Git apart', () => {
    const strangers = { build: ['git', 'release'], git: ['access', 'build', 'release', 'state'] };
    const wrong = Object.entries(strangers).flatMap(([room, others]) =>
      product
        .filter(({ path }) => roomOf(path) === room)
        .flatMap(({ path, imports }) =>
          imports
            .filter(({ own, target }) => own && others.includes(roomOf(target)))
            .map(({ target }) => `${path} imports ${target}`),
        ),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('writes to the streams of the process in main, cli, server and core/output only', () => {
    const rooms = ['main.ts', 'cli', 'server'];
    const writes = /\bconsole\.|process\.(stdout|stderr)\b/;
    expect(
      offenders(
        ({ path, text }) =>
          !rooms.includes(roomOf(path)) && path !== 'src/core/output.ts' && writes.test(text),
      ),
    ).to.deep.equal([]);
  });

  it('passes no string to a shell', () => {
    expect(
      offenders(({ text }) => /\bshell:\s*true|\bexecSync\(|(?<!\.)\bexec\(['"`]/.test(text)),
    ).to.deep.equal([]);
  });

  it('consists of small files', () => {
    expect(offenders(({ text }) => text.split('\n').length > 300)).to.deep.equal([]);
  });

  it('contains no postponed work', () => {
    const words = ['TODO', 'FIXME', 'XXX', 'HACK'];
    expect(
      offenders(({ text }) => words.some((word) => new RegExp(`\\b${word}\\b`).test(text))),
    ).to.deep.equal([]);
  });
});

describe('scripts and tests', () => {
  it('import what their area may import', () => {
    expect(around.flatMap(foreignImports)).to.deep.equal([]);
  });

  it('have no unused area or permission', () => {
    const used = (area: Area, permission: string) =>
      around.some(
        ({ path, imports }) =>
          areaOf(path) === area && imports.some(({ target }) => isIn(target, permission)),
      );
    const idle = areas.flatMap((area) => [
      ...(around.some(({ path }) => areaOf(path) === area) ? [] : [area.place]),
      ...area.may.filter((permission) => !used(area, permission)).map((name) => `${area.place}: ${name}`),
    ]);
    expect(idle).to.deep.equal([]);
  });

  it('use packages in the engine only for what Node does not have', () => {
    const packages = around
      .filter(({ path }) => isIn(path, 'scripts/engine'))
      .flatMap(({ imports }) => imports.filter(({ own, target }) => !own && !target.startsWith('node:')));
    expect([...new Set(packages.map(({ target }) => target))]).to.deep.equal(['yaml']);
  });
});

describe('the reader of imports', () => {
  it('finds each kind of import, and the imported file', () => {
    const text = [
      "import { a } from '../core/a.ts';",
      "import type { B } from './b.ts';",
      'import {',
      '  c,',
      "} from 'package/c';",
      "import './side-effect.ts';",
      "export * from '../../scripts/lib/d.ts';",
      "const e = await import('./e.ts');",
    ].join('\n');
    expect(importsOf('src/room/file.ts', text)).to.deep.equal([
      { target: 'src/core/a.ts', own: true, typeOnly: false },
      { target: 'src/room/b.ts', own: true, typeOnly: true },
      { target: 'package/c', own: false, typeOnly: false },
      { target: 'src/room/side-effect.ts', own: true, typeOnly: false },
      { target: 'scripts/lib/d.ts', own: true, typeOnly: false },
      { target: 'src/room/e.ts', own: true, typeOnly: false },
    ]);
  });
});
