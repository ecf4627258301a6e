import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const project = join(import.meta.dirname, '../../..');
const pages = globSync(
  ['docs/architecture.md', 'docs/development.md', 'docs/decisions/*.md', 'CONTRIBUTING.md'],
  {
    cwd: project,
  },
).sort();

/** Returns the code in running text that names a file or a folder: `src/core/output.ts`, `deploy/`, `scripts/bench`. */
function pathsIn(page: string): string[] {
  return [...page.replaceAll(/^```.*?^```/gms, '').matchAll(/`([\w.-]+(?:\/[\w.-]+)*\/?)`/g)]
    .map(([, path]) => path!)
    .filter((path) => path.includes('/') || path.endsWith('.ts'));
}

/** Folders that commands create. A fresh clone does not contain them. */
const generated = ['dist/'];

/** Accepts whole paths, rooms of `src`, and folders inside a room. */
function exists(path: string): boolean {
  if (generated.includes(path) || existsSync(join(project, path)) || existsSync(join(project, 'src', path)))
    return true;
  return path.endsWith('/') && globSync(`src/*/${path}`, { cwd: project }).length > 0;
}

describe('every file and folder that a page for contributors names', () => {
  for (const page of pages) {
    it(`exists: ${page}`, () => {
      const paths = pathsIn(readFileSync(join(project, page), 'utf8'));
      expect(paths.filter((path) => !exists(path))).to.deep.equal([]);
    });
  }

  it('finds more than a few names', () => {
    const all = pages.flatMap((page) => pathsIn(readFileSync(join(project, page), 'utf8')));
    expect(new Set(all).size).to.be.greaterThan(100);
  });
});

describe('docs/decisions', () => {
  const decisions = pages.filter((page) => /\/\d{4}-/.test(page));
  const index = readFileSync(join(project, 'docs/decisions/README.md'), 'utf8');

  it('has one number for each decision, without a gap, and a line in the index', () => {
    const names = decisions.map((page) => page.split('/').at(-1)!);
    expect(names.map((name) => Number(name.slice(0, 4)))).to.deep.equal(names.map((_, place) => place + 1));
    expect(names.filter((name) => !index.includes(`(${name})`))).to.deep.equal([]);
  });

  for (const page of decisions) {
    it(`gives date, context, choice, figure and alternatives: ${page}`, () => {
      const text = readFileSync(join(project, page), 'utf8');
      expect(text).to.match(/^# \d{4}\. .+\n\nDate: \d{4}-\d\d-\d\d\n\nCode: /);
      expect([...text.matchAll(/^## (.+)\n\n\S/gm)].map(([, heading]) => heading)).to.deep.equal([
        'Context',
        'Choice',
        'Figure',
        'Alternatives',
      ]);
    });
  }
});
