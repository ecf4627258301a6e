import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const project = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(project, file), 'utf8');

/** Returns the version of a program that is in use here. */
function versionOf(program: string): string | undefined {
  if (program !== 'Helm') return JSON.parse(read(`node_modules/${program}/package.json`)).version;
  return read('scripts/engine/src/build/programs.ts').match(/name: 'helm',\s+version: '(.+)'/)?.[1];
}

/** `For ssh2 1.17.0` in a comment, by file. */
const uses = globSync(['src/**/*.ts', 'scripts/bundle/*.ts'], { cwd: project })
  .sort()
  .flatMap((file) => {
    const named = read(file)
      .replace(/\n \* /g, ' ')
      .match(/\bFor (Helm|ssh2|node-git-server|@kubernetes\/client-node) (\d+\.\d+\.\d+)\b/);
    return named ? [{ file, program: named[1]!, version: named[2]! }] : [];
  });

describe('a file that depends on the inside of another program', () => {
  for (const { file, program, version } of uses)
    it(`names the version in use: ${file}, ${program}`, () => {
      expect(version, 'Read the file, run the test that it names, and change its version').to.equal(
        versionOf(program),
      );
    });

  it('is listed on the page of the architecture', () => {
    const section = read('docs/architecture.md').split('## Workarounds')[1]!.split('\n## ')[0]!;
    const listed = [...section.matchAll(/`((?:src|scripts)\/[^`]+\.ts)`/g)].map(([, file]) => file!);
    expect(uses.map(({ file }) => file)).to.have.members(listed);
  });

  it('names a test that exists', () => {
    for (const { file } of uses.filter(({ file }) => file !== 'scripts/bundle/kube-client.ts')) {
      const tests = [...read(file).matchAll(/test\/[\w/-]+\.test\.ts/g)].map(([test]) => test);
      expect(tests, file).to.not.have.length(0);
      for (const test of tests) expect(() => read(test), file).to.not.throw();
    }
  });

  it('is the only one that imports a file inside a package', () => {
    const inside = globSync('src/**/*.ts', { cwd: project }).filter((file) =>
      /from '[^.'][^']*\/dist\/|import\('[^.'][^']*\/dist\//.test(read(file)),
    );
    const known = uses.map(({ file }) => file);
    expect(inside.filter((file) => !known.includes(file))).to.deep.equal([]);
  });
});
