import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { keeps } from '../../../scripts/engine/src/build/align.ts';
import type { Program } from '../../../scripts/engine/src/build/program.ts';
import { programs } from '../../../scripts/engine/src/build/programs.ts';

const folder = join(import.meta.dirname, '../../../scripts/engine/modules');

/** Modules that Go compiles for Windows alone. */
const onlyOnWindows = ['github.com/Microsoft/hcsshim'];

/** The version of each module that a program requires, or the version that replaces it. */
function versions(program: Program): Map<string, string> {
  const text = readFileSync(join(folder, program.name, 'go.mod'), 'utf8');
  const required = [...text.matchAll(/^(?:require)?\s+(\S+) (v\S+)(?: \/\/ indirect)?$/gm)];
  const replaced = [...text.matchAll(/^(?:replace)?\s+(\S+)(?: v\S+)? => (\S+) (v\S+)$/gm)];
  const byPath = new Map(required.map(([, path, version]) => [path!, version!]));
  for (const [, path, replacement, version] of replaced) {
    if (path !== replacement) byPath.delete(path!);
    else if (byPath.has(path!)) byPath.set(path!, version!);
  }
  return byPath;
}

describe('the Go modules of the engine', () => {
  it('have one version each in all programs, so that a package is compiled once', () => {
    const found = new Map<string, Map<string, string[]>>();
    for (const program of programs) {
      if (program.isApart) continue;
      for (const [path, version] of versions(program)) {
        if (keeps(program, path) || onlyOnWindows.includes(path)) continue;
        const known = found.get(path) ?? new Map<string, string[]>();
        found.set(path, known.set(version, [...(known.get(version) ?? []), program.name]));
      }
    }
    const conflicts = [...found].filter(([, known]) => known.size > 1);
    expect(
      conflicts.map(([path, known]) => `${path}: ${JSON.stringify(Object.fromEntries(known))}`),
      'run scripts/engine/engine align',
    ).to.deep.equal([]);
  });
});
