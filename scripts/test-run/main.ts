import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineEnvironment } from '../lib/engine-environment.ts';
import { runProgram } from '../lib/run-program.ts';
import { type Tier, tiers } from './tiers.ts';

interface Report {
  passes: number;
  failures: number;
  pending: number;
  /** Milliseconds in tests and hooks, by file. */
  files: Record<string, number>;
}

/** Files that are named with their time at the end. */
const slowest = 15;

const asked = process.argv.slice(2);
const chosen = choose(asked);
const folder = mkdtempSync(join(tmpdir(), 'dokku-test-'));
const sum: Report = { passes: 0, failures: 0, pending: 0, files: {} };
const times: string[] = [];
const begin = Date.now();

let environment: Promise<Record<string, string>> | undefined;

const apart: Promise<void>[] = [];
for (const tier of chosen) {
  const files = [...new Set(tier.files.flatMap((pattern) => globSync(pattern).sort()))];
  if (files.length === 0) continue;
  if (tier.addons) await bringAddons(tier.addons);
  if (tier.apart) {
    apart.push(count(tier, files, join(folder, `${tier.name}.log`)));
    continue;
  }
  await count(tier, files);
}
await Promise.all(apart);
rmSync(folder, { recursive: true });

console.log('\nSlowest files:');
const byTime = Object.entries(sum.files).toSorted(([, one], [, other]) => other - one);
for (const [file, time] of byTime.slice(0, slowest)) console.log(`${seconds(time).padStart(7)}  ${file}`);
console.log(`\nTimes: ${times.join(', ')}; ${seconds(Date.now() - begin)} in all`);
console.log(
  `${sum.passes} passed, ${sum.failures} failed${sum.pending > 0 ? `, ${sum.pending} skipped` : ''}`,
);
process.exitCode = sum.failures > 0 || sum.passes === 0 ? 1 : 0;

/** Runs a tier and adds what came of it. With `log`, its output goes there and is shown when it has ended. */
async function count(tier: Tier, files: string[], log?: string): Promise<void> {
  const title = `\n=====> ${tier.name}: ${files.length} files`;
  if (!log) console.log(title);
  const start = Date.now();
  const report = await runTier(tier, files, log);
  times.push(`${tier.name} ${seconds(Date.now() - start)}`);
  if (log) console.log(`${title}\n${readFileSync(log, 'utf8')}`);
  for (const key of ['passes', 'failures', 'pending'] as const) sum[key] += report[key];
  Object.assign(sum.files, report.files);
}

/** Brings the engine up before its first use; to see that it is up takes seconds, so that is done once. */
function engine(): Promise<Record<string, string>> {
  environment ??= engineEnvironment();
  return environment;
}

/** While nothing else needs the engine: what is compiled beside tests makes them late. */
async function bringAddons(names: string[]): Promise<void> {
  await engine();
  if ((await runProgram('scripts/engine/engine', ['addon', ...names])) !== 0)
    throw new Error('The add-ons could not be installed');
}

/** All tiers, those named, or one made of the files named. */
function choose(words: string[]): readonly Tier[] {
  if (words.length === 0) return tiers;
  const named = tiers.filter(({ name }) => words.includes(name));
  const files = words.filter((word) => word.endsWith('.ts'));
  const unknown = words.filter((word) => !word.endsWith('.ts') && !tiers.some(({ name }) => name === word));
  if (unknown.length > 0) {
    console.error(
      ` !     There is no tier ${unknown.join(', ')}; choose from ${tiers.map(({ name }) => name).join(', ')}`,
    );
    process.exit(2);
  }
  if (files.length === 0) return named;
  return [...named, { name: 'files', files, timeout: 240_000, engine: true }];
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}

async function runTier(tier: Tier, files: string[], log?: string): Promise<Report> {
  const stats = join(folder, `${tier.name}.json`);
  const env = tier.engine ? await engine() : {};
  const args = ['--reporter', 'scripts/test-run/reporter.cjs', '--reporter-option', `stats=${stats}`];
  if (tier.jobs) args.push('--parallel', '--jobs', String(tier.jobs));
  const mocha = ['node_modules/.bin/mocha', ...args, '--timeout', String(tier.timeout), ...files];
  const [program, ...words] = tier.yielding ? ['nice', '-n', '5', ...mocha] : mocha;
  const status = await runProgram(program!, words, env, log);
  try {
    return JSON.parse(readFileSync(stats, 'utf8'));
  } catch {
    // Mocha ended before its report: the whole tier counts as one failure.
    console.error(` !     The tier ${tier.name} ended with status ${status} and without a report`);
    return { passes: 0, failures: 1, pending: 0, files: {} };
  }
}
