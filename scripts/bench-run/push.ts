import type { Installation, Repository } from '../../test/cluster/installation.ts';
import { makeHookApp } from './hook-app.ts';
import { medians, type Side } from './measure.ts';
import { serveByOpenSsh } from './open-ssh.ts';
import { type Measurement, ratioRow } from './row.ts';

export const push: Measurement = {
  name: 'push',
  summary: 'a push until the new version serves, compared with a ten-line shell hook that does the same',
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
    const { us, hook, pods } = await medians(runs, {
      us: untilServed(installation, app, () => pushChange(repository, ours)),
      hook: untilServed(installation, copy, () => pushChange(copied, address + bare)),
      pods: replacePods(installation, copy),
    });
    return [
      ratioRow('git push of the sample until it serves : shell hook', 0.85, us, hook),
      ratioRow(
        'the same without the time in which the cluster replaces the pods',
        undefined,
        us - pods,
        hook - pods,
      ),
    ];
  },
};

let changes = 0;

/** Changes one line and pushes the change. Returns the start of the push, and the page to expect. */
async function pushChange(repository: Repository, address: string): Promise<{ start: number; page: string }> {
  const page = `Change ${++changes}`;
  await repository.commit(page, { 'index.html': `${page}\n` });
  const start = performance.now();
  await repository.git('push', '-q', address, 'main');
  return { start, page };
}

/** Measures how long the cluster takes to replace the pods of an app, with an image that the node has. */
function replacePods(installation: Installation, app: string): Side {
  const selector = ['--selector', `app.kubernetes.io/part-of=${app}`];
  return async () => {
    const start = performance.now();
    await installation.kubectl('rollout', 'restart', 'deployment', ...selector);
    await installation.kubectl('rollout', 'status', 'deployment', ...selector);
    return performance.now() - start;
  };
}

/** Measures a push from its start until the new version responds. */
function untilServed(
  installation: Installation,
  app: string,
  push: () => Promise<{ start: number; page: string }>,
): Side {
  return async () => {
    const { start, page } = await push();
    for (;;) {
      if ((await installation.get(app))?.trim() === page) return performance.now() - start;
      if (performance.now() - start > 60_000) throw new Error(`${app} does not serve ${page}`);
    }
  };
}
