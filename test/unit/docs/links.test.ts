import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { fencesOf } from '../../docs/markdown.ts';

const project = join(import.meta.dirname, '../../..');

/** Returns the anchors that GitHub generates for the headings of a page. */
function anchorsOf(page: string): string[] {
  return proseOf(page)
    .filter((line) => /^#+ /.test(line))
    .map((line) => line.replace(/^#+ /, '').toLowerCase())
    .map((heading) => heading.replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}

/** Returns the lines of a page outside its code blocks. */
function proseOf(page: string): string[] {
  const fenced = new Set(fencesOf(page).flatMap(({ line, lines }) => lines.map((_, index) => line + index)));
  return page.split('\n').filter((_, index) => !fenced.has(index + 1));
}

function problemOf(file: string, target: string): string | undefined {
  const [path, anchor] = target.split('#');
  const page = path === '' ? join(project, file) : join(project, dirname(file), path!);
  if (!existsSync(page)) return `${target}: no such file`;
  if (anchor === undefined) return undefined;
  return anchorsOf(readFileSync(page, 'utf8')).includes(anchor) ? undefined : `${target}: no such heading`;
}

describe('every link from page to page', () => {
  for (const file of globSync(['*.md', 'docs/**/*.md'], { cwd: project }).sort()) {
    it(`names a file and a heading that exist: ${file}`, () => {
      const links = [
        ...proseOf(readFileSync(join(project, file), 'utf8'))
          .join('\n')
          .matchAll(/\]\(([^)\s]+)\)/g),
      ]
        .map(([, target]) => target!)
        .filter((target) => !/^[a-z]+:/.test(target));
      expect(links.flatMap((target) => problemOf(file, target) ?? [])).to.deep.equal([]);
    });
  }
});
