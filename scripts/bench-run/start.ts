import { launcher } from '../../test/cluster/installation.ts';
import { bareStart, command } from './command.ts';
import { medians } from './measure.ts';
import { type Measurement, ratioRow } from './row.ts';

export const start: Measurement = {
  name: 'start',
  summary: 'local commands compared with the bare start of Node',
  runs: 31,
  async measure(bench, runs) {
    const env = await bench.fleet(100);
    bench.say('Starting commands');
    const { bare, version, list, help } = await medians(runs, {
      bare: bareStart(env),
      version: command(launcher, ['version'], env),
      list: command(launcher, ['apps:list'], env),
      help: command(launcher, ['help'], env),
    });
    return [
      ratioRow('dokku version : node -e 0', 1.5, version, bare),
      ratioRow('dokku apps:list, 100 apps : node -e 0', 1.8, list, bare),
      ratioRow('dokku help : node -e 0', 1.8, help, bare),
    ];
  },
};
