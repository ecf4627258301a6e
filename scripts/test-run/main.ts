import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isClusterGiven } from '../lib/cluster-under-test.ts';
import type { Variables } from '../lib/run-program.ts';
import { check } from './check.ts';
import { type Chosen, choose } from './choose.ts';
import { bringNeeds } from './needs.ts';
import { add, emptyReport, type Report, seconds } from './report.ts';
import { runTier } from './run-tier.ts';

/** Number of files in the list of the slowest files. */
const maxSlowFiles = 15;

const [words, flags] = splitAt(process.argv.slice(2), '--');
const folder = mkdtempSync(join(tmpdir(), 'dokku-test-'));
const sum = emptyReport();
const times: string[] = [];
const begin = Date.now();

const apart: Promise<void>[] = [];
for (const tier of choose(words)) {
  const title = `\n=====> ${tier.name}${tier.files.length > 0 ? `: ${tier.files.length} files` : ''}`;
  if (isClusterGiven() && tier.needs.includes('engine')) {
    console.log(
      `${title}\n  Left out: these tests need the engine, and DOKKU_TEST_KUBECONFIG names another cluster`,
    );
    continue;
  }
  try {
    const variables = await bringNeeds(tier);
    const running = count(tier, title, variables);
    if (tier.apart) apart.push(running);
    else await running;
  } catch (error) {
    console.error(`${title}\n !     ${error instanceof Error ? error.message : error}`);
    sum.failures++;
  }
}
await Promise.all(apart);
rmSync(folder, { recursive: true });

console.log('\nSlowest files:');
const byTime = Object.entries(sum.files).toSorted(([, one], [, other]) => other - one);
for (const [file, time] of byTime.slice(0, maxSlowFiles))
  console.log(`${seconds(time).padStart(7)}  ${file}`);
console.log(`\nTimes: ${times.join(', ')}; ${seconds(Date.now() - begin)} in all`);
console.log(
  `${sum.passes} passed, ${sum.failures} failed${sum.pending > 0 ? `, ${sum.pending} skipped` : ''}`,
);
process.exitCode = sum.failures > 0 || sum.passes === 0 ? 1 : 0;

/** Runs a tier and adds its report to the sum. The output of an `apart` tier is printed when the tier has finished. */
async function count(tier: Chosen, title: string, variables: Variables): Promise<void> {
  if (!tier.apart) console.log(title);
  const start = Date.now();
  const { report, text } = await run(tier, variables);
  times.push(`${tier.name} ${seconds(Date.now() - start)}`);
  if (tier.apart) console.log(`${title}\n${text}`);
  add(sum, report);
}

async function run(tier: Chosen, variables: Variables): Promise<{ report: Report; text: string }> {
  if (tier.name === 'check') return check();
  const log = tier.apart ? join(folder, `${tier.name}.log`) : undefined;
  const report = await runTier(tier, { variables, flags, folder, log });
  return { report, text: log ? readFileSync(log, 'utf8') : '' };
}

function splitAt(list: string[], separator: string): [string[], string[]] {
  const at = list.indexOf(separator);
  return at === -1 ? [list, []] : [list.slice(0, at), list.slice(at + 1)];
}
