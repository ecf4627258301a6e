import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, type Variables } from '../lib/run-program.ts';
import type { Chosen } from './choose.ts';
import { coverageFigure, coverageOf } from './coverage.ts';
import { emptyReport, type Report } from './report.ts';

export interface TierRun {
  /** Environment variables of the tests. */
  variables: Variables;
  /** Flags for mocha. */
  flags: string[];
  /** The folder for temporary files of all tiers. */
  folder: string;
  /** File for the output; default: the streams of this process. */
  log: string | undefined;
}

/** Runs the files of a tier with mocha. */
export async function runTier(tier: Chosen, { variables, flags, folder, log }: TierRun): Promise<Report> {
  const stats = join(folder, `${tier.name}.json`);
  const args = ['--reporter', 'scripts/test-run/reporter.cjs', '--reporter-option', `stats=${stats}`];
  if (tier.jobs) args.push('--parallel', '--jobs', String(tier.jobs));
  const covered = tier.coverage ? coverageOf(join(folder, tier.name)) : undefined;
  args.push(...(covered?.flags ?? []), ...flags);
  const mocha = ['node_modules/.bin/mocha', ...args, '--timeout', String(tier.timeoutMs), ...tier.files];
  const [program, ...words] = tier.yielding ? ['nice', '-n', '5', ...mocha] : mocha;
  const status = await runProgram(program!, words, { ...variables, ...covered?.variables }, log);
  if (covered)
    console.log(`  Coverage of src/ by ${tier.name}: ${await coverageFigure(join(folder, tier.name))}`);
  try {
    return JSON.parse(readFileSync(stats, 'utf8'));
  } catch {
    // Mocha exited before it wrote its report: the whole tier counts as one failure.
    console.error(` !     The tier ${tier.name} ended with status ${status} and without a report`);
    return { ...emptyReport(), failures: 1 };
  }
}
