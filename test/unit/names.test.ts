import { basename } from 'node:path';
import { expect } from 'chai';
import { readSources, type Source } from './sources.ts';

/** Names that several files may export, because the folder of the file shows the owner. */
const conventions = [
  {
    // A report and the command that sets its properties share one table; each topic has its own table.
    name: 'properties',
    files: (path: string) => path.startsWith('src/commands/') && basename(path) === 'properties.ts',
  },
];

/** Returns the names that a file exports. A default export has no name, and a re-export belongs to another file. */
function exportsOf(text: string): string[] {
  const declaration =
    /^export (?:declare )?(?:abstract )?(?:async )?(?:class|function\*?|type|interface|const|let|enum) (?<name>\w+)/gm;
  return [...new Set([...text.matchAll(declaration)].map(({ groups }) => groups!.name!))];
}

/** Returns exports in a form that `exportsOf` does not read. */
function unreadExports(text: string): string[] {
  const passedOn = /^export (?:type )?(?:\{[^}]*\}|\*)(?: as \w+)? from /gm;
  const local = /^export type \{[^}]*\};$/gm;
  const read =
    /^export (?:default |(?:declare |abstract |async )*(?:class|function|type|interface|const|let|enum)\b\*? \w)/gm;
  const rest = text.replaceAll(passedOn, '').replaceAll(local, '').replaceAll(read, '');
  return rest.match(/^export .*/gm) ?? [];
}

const isConventional = (name: string, path: string) =>
  conventions.some((convention) => convention.name === name && convention.files(path));

/** Returns `name: file, file` for each name that several files export. */
function sharedNames(sources: readonly Pick<Source, 'path' | 'text'>[]): string[] {
  const all = sources.flatMap(({ path, text }) => exportsOf(text).map((name) => ({ name, path })));
  return [...Map.groupBy(all, ({ name }) => name)]
    .map(([name, found]) => ({ name, paths: found.map(({ path }) => path) }))
    .filter(({ name, paths }) => paths.length > 1 && !paths.every((path) => isConventional(name, path)))
    .map(({ name, paths }) => `${name}: ${paths.join(', ')}`);
}

describe('exported names', () => {
  const sources = readSources('src');

  it('are exported by one file each', () => {
    expect(sharedNames(sources)).to.deep.equal([]);
  });

  it('are exported in forms that this test reads', () => {
    expect(
      sources.flatMap(({ path, text }) => unreadExports(text).map((line) => `${path}: ${line}`)),
    ).to.deep.equal([]);
  });

  it('have no convention that only one file follows', () => {
    const idle = conventions.filter(
      ({ name, files }) =>
        sources.filter(({ path, text }) => files(path) && exportsOf(text).includes(name)).length < 2,
    );
    expect(idle).to.deep.equal([]);
  });
});

describe('the reader of exports', () => {
  const text = [
    'export interface A {',
    'export type B<T> = T;',
    'export async function c(): Promise<void> {',
    'export function* d() {',
    'export abstract class E {',
    'export const f: A = 1;',
    'export default command({',
    "export type { G } from './g.ts';",
    "  export const inner = 'text';",
  ].join('\n');

  it('finds each kind of declaration', () => {
    expect(exportsOf(text)).to.deep.equal(['A', 'B', 'c', 'd', 'E', 'f']);
    expect(unreadExports(text)).to.deep.equal([]);
  });

  it('reports forms that it cannot read', () => {
    const lines = ['export { a, b };', 'export const { c, d } = e;'];
    expect(unreadExports(lines.join('\n'))).to.deep.equal(lines);
  });

  it('finds a name that two files export, unless both follow a convention', () => {
    const of = (path: string, name: string) => ({ path, text: `export const ${name} = 1;` });
    const twice = [of('src/core/a.ts', 'limit'), of('src/kube/b.ts', 'limit')];
    expect(sharedNames(twice)).to.deep.equal(['limit: src/core/a.ts, src/kube/b.ts']);
    const tables = [
      of('src/commands/a/properties.ts', 'properties'),
      of('src/commands/b/properties.ts', 'properties'),
    ];
    expect(sharedNames(tables)).to.deep.equal([]);
    expect(sharedNames([...tables, of('src/core/c.ts', 'properties')])).to.have.length(1);
  });
});
