import type { Installation, Repository } from '../../test/cluster/installation.ts';
import type { Bench } from './bench.ts';
import { medians, type Side } from './measure.ts';
import { type Measurement, ratioRow } from './row.ts';

export const processTypes: Measurement = {
  name: 'processes',
  summary: 'a push with 20 process types beside one with 1, without the wait for pods',
  runs: 15,
  async measure(bench, runs) {
    const one = await pushWith(bench, 1);
    const twenty = await pushWith(bench, 20);
    bench.say('Pushing 1 and 20 process types');
    const times = await medians(runs, { one, twenty });
    return [ratioRow('git push, 20 process types : 1, pods not counted', 1.5, times.twenty, times.one)];
  },
};

async function pushWith(bench: Bench, count: number): Promise<Side> {
  const installation = await bench.installation();
  const app = await installation.create(`types-${count}`);
  const repository = await makeRepository(installation, count);
  let changes = 0;
  return async () => {
    await repository.commit('Change a line', { 'index.html': `Change ${++changes}\n` });
    const start = performance.now();
    await repository.git('push', '-q', `ssh://dokku@127.0.0.1:${installation.port}/${app}`, 'main');
    return performance.now() - start - (await waitForCluster(installation, app));
  };
}

/** Milliseconds of the last release's stage `watch`: what the cluster's controllers took, whoever asked them. */
async function waitForCluster(installation: Installation, app: string): Promise<number> {
  const release = JSON.parse(await installation.must('releases:info', app, '--format', 'json'));
  return release.stages.watch;
}

/** The sample with so many process types, each scaled to nothing, so that pods of one push do not slow the next. */
function makeRepository(installation: Installation, count: number): Promise<Repository> {
  const names = Array.from({ length: count }, (_, index) => (index === 0 ? 'web' : `worker-${index}`));
  const formation = Object.fromEntries(names.map((name) => [name, { quantity: 0 }]));
  return installation.repository('hello', {
    Procfile: names.map((name) => `${name}: sh worker.sh\n`).join(''),
    'app.json': JSON.stringify({ name: 'types', formation }),
  });
}
