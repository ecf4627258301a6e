import { type Repository, until } from '../../test/cluster/installation.ts';
import { makeHookApp } from './hook-app.ts';
import { medians } from './measure.ts';
import { serveByOpenSsh } from './open-ssh.ts';
import { type Measurement, ratioRow } from './row.ts';

export const push: Measurement = {
  name: 'push',
  summary: 'a push until the new version serves, beside a ten-line shell hook that does the same',
  runs: 7,
  async measure(bench, runs) {
    const installation = await bench.installation();
    const app = await installation.create('ours');
    const copy = installation.app('hook');
    const repository = await installation.repository('hello');
    const ours = `ssh://dokku@127.0.0.1:${installation.port}/${app}`;
    bench.say('Pushing the sample');
    await pushChange(repository, ours);
    const bare = await makeHookApp(installation, { app, copy });
    const address = await serveByOpenSsh(bench, installation);
    const copied = await installation.repository('hello');
    const serves = (name: string, page: string) =>
      until(async () => (await installation.get(name))?.trim() === page, `${name} to serve ${page}`);
    const { us, hook } = await medians(runs, {
      us: async () => {
        const { time, page } = await pushChange(repository, ours);
        await serves(app, page);
        return time;
      },
      hook: async () => {
        const { time, page } = await pushChange(copied, address + bare);
        await serves(copy, page);
        return time;
      },
    });
    const transport = address === '' ? ', the hook without SSH' : '';
    return [ratioRow(`git push of the sample until it serves : shell hook${transport}`, 1.7, us, hook)];
  },
};

let changes = 0;

/** Changes one line and pushes it. */
async function pushChange(repository: Repository, address: string): Promise<{ time: number; page: string }> {
  const page = `Change ${++changes}`;
  await repository.commit(page, { 'index.html': `${page}\n` });
  const start = performance.now();
  await repository.git('push', '-q', address, 'main');
  return { time: performance.now() - start, page };
}
