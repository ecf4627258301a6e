import { parseArgs } from 'node:util';
import { engineEnvironment } from '../lib/engine-environment.ts';
import { Bench } from './bench.ts';
import { measurements } from './measurements.ts';
import { isWithin, type Row } from './row.ts';
import { formatTable } from './table.ts';

const { values: flags, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string' }, help: { type: 'boolean' } },
});
const unknown = asked.filter((word) => !measurements.some(({ name }) => name === word));
if (flags.help || unknown.length > 0) {
  console.log('Usage: scripts/bench [--runs <number>] [row…]\n');
  for (const { name, summary } of measurements) console.log(`  ${name.padEnd(10)} ${summary}`);
  process.exit(flags.help ? 0 : 2);
}

Object.assign(process.env, await engineEnvironment());
const bench = new Bench();
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    interrupted = true;
    bench.say('Removing what was made');
    await bench.end();
    process.exit(130);
  });
}

const rows: Row[] = [];
try {
  for (const { name, runs, measure } of measurements) {
    if (asked.length === 0 || asked.includes(name))
      rows.push(...(await measure(bench, Number(flags.runs ?? runs))));
  }
  await bench.end();
} catch (error) {
  // The signal handler cleans up, so the error of the interrupted measurement is ignored.
  if (interrupted) await new Promise(() => {});
  await bench.end();
  throw error;
}
console.log(`\n${formatTable(rows)}`);
process.exitCode = rows.every(isWithin) ? 0 : 1;
