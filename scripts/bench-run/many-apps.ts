import { launcher } from '../../test/cluster/installation.ts';
import { command } from './command.ts';
import { medians } from './measure.ts';
import { type Measurement, type Row, ratioRow } from './row.ts';

export const manyApps: Measurement = {
  name: 'apps',
  summary: 'lists and reports of 1,000 deployed apps compared with those of few apps',
  runs: 9,
  async measure(bench, runs) {
    const rows: Row[] = [];
    const [one, ten] = [await bench.fleet(1), await bench.fleet(10)];
    const [some, thousand] = [await bench.fleet(250), await bench.fleet(1000)];
    bench.say('apps:list of 10 and of 1,000 apps');
    const list = await medians(runs, {
      few: command(launcher, ['apps:list'], ten),
      many: command(launcher, ['apps:list'], thousand),
    });
    rows.push(ratioRow('apps:list, 1,000 apps : 10 apps', 2, list.many, list.few));
    for (const name of ['apps:report', 'ps:report']) {
      bench.say(`${name} of 1, 250 and 1,000 apps`);
      const report = await medians(runs, {
        one: command(launcher, [name], one),
        some: command(launcher, [name], some),
        thousand: command(launcher, [name], thousand),
      });
      // The fixed cost of every report would hide how the cost grows with the number of apps.
      const growth = report.thousand - report.one;
      const linear = ((report.some - report.one) / 249) * 999;
      rows.push(ratioRow(`${name}, 999 apps more : as if it grew as by the first 249`, 1.5, growth, linear));
    }
    return rows;
  },
};
