import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

/** Returns the settings with which mocha's processes write their line coverage into a folder. */
export function coverageOf(folder: string): { variables: Record<string, string>; flags: string[] } {
  return {
    variables: { NODE_V8_COVERAGE: join(folder, 'v8') },
    flags: ['--require', './scripts/test-run/write-coverage.cjs'],
  };
}

/** Returns the coverage of src/ as c8 counts it. A file that no test loads counts with all its lines. */
export async function coverageFigure(folder: string): Promise<string> {
  const sources = ['--all', '--src', 'src', '--include', 'src/**/*.ts'];
  const output = ['--reporter', 'json-summary', '--reports-dir', folder];
  const args = ['report', '--temp-directory', join(folder, 'v8'), ...sources, ...output];
  await execa('c8', args, { preferLocal: true });
  const { total } = JSON.parse(readFileSync(join(folder, 'coverage-summary.json'), 'utf8'));
  return `${total.lines.pct} % of lines, ${total.functions.pct} % of functions, ${total.branches.pct} % of branches`;
}
