import { launcher } from '../../test/cluster/installation.ts';
import { command } from './command.ts';
import { medians } from './measure.ts';
import { type Measurement, type Row, ratioRow } from './row.ts';

/** Reports say something of each app, so a hundred times the apps may take a hundred times as long. */
const commands = [
  { name: 'apps:list', limit: 2 },
  { name: 'apps:report', limit: 100 },
  { name: 'ps:report', limit: 100 },
];

export const manyApps: Measurement = {
  name: 'apps',
  summary: 'lists and reports of 1,000 apps beside those of 10',
  runs: 9,
  async measure(bench, runs) {
    const [few, many] = [await bench.fleet(10), await bench.fleet(1000)];
    const rows: Row[] = [];
    for (const { name, limit } of commands) {
      bench.say(`${name} of 10 and of 1,000 apps`);
      const { ten, thousand } = await medians(runs, {
        ten: command(launcher, [name], few),
        thousand: command(launcher, [name], many),
      });
      rows.push(ratioRow(`${name}, 1,000 apps : 10 apps`, limit, thousand, ten));
    }
    return rows;
  },
};
