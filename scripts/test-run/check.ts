import { execa } from 'execa';
import { emptyReport, type Report } from './report.ts';

/** A program that reads all sources. It exits with 0 if it has no findings. */
interface Checker {
  name: string;
  command: [string, ...string[]];
  /** Returns the number of findings in the output. */
  count: (output: string) => number;
}

const checkers: readonly Checker[] = [
  {
    name: 'types (tsc)',
    command: ['tsc', '--noEmit', '--pretty', 'false'],
    count: (output) => [...output.matchAll(/^\S.*: error TS\d+:/gm)].length,
  },
  {
    name: 'style and mistakes (biome)',
    command: ['biome', 'check', '--error-on-warnings', '--max-diagnostics', '200', '.'],
    count: (output) => sum(output, /^Found (\d+) (?:error|warning)s?\.$/gm),
  },
  {
    name: 'dead code (knip)',
    command: ['knip', '--no-progress'],
    // Above each kind of finding, knip prints a heading with the number.
    count: (output) => sum(output, /^[A-Z][^\n]* \((\d+)\)\s*$/gm),
  },
];

/** Runs all checkers in parallel. A checker without findings counts as passed; each finding counts as a failure. */
export async function check(): Promise<{ report: Report; text: string }> {
  const results = await Promise.all(checkers.map(runChecker));
  const report = emptyReport();
  for (const { findings } of results) {
    if (findings === 0) report.passes++;
    else report.failures += findings;
  }
  return { report, text: results.map(({ text }) => text).join('\n') };
}

async function runChecker({ name, command: [file, ...args], count }: Checker) {
  const { exitCode, all } = await execa(file, args, {
    all: true,
    reject: false,
    preferLocal: true,
    env: { NO_COLOR: '1' },
  });
  if (exitCode === 0) return { findings: 0, text: `  ✔ ${name}` };
  // At least one failure, because the checker may have failed without findings.
  const findings = Math.max(1, count(all));
  return { findings, text: `  ${findings} ${name}\n${all}` };
}

function sum(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].reduce((total, [, number]) => total + Number(number), 0);
}
