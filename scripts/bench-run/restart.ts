import type { Measurement } from './row.ts';

interface Pods {
  items: { metadata: { uid: string; deletionTimestamp?: string } }[];
}

export const restart: Measurement = {
  name: 'restart',
  summary: 'pods that a new release without any change replaces',
  runs: 3,
  async measure(bench, runs) {
    const installation = await bench.installation();
    const app = await installation.create('unchanged');
    const repository = await installation.repository('hello');
    bench.say('Releasing an app again without changes');
    await repository.git('push', '-q', `ssh://dokku@127.0.0.1:${installation.port}/${app}`, 'main');
    await installation.must('config:set', app, 'GREETING=hello');
    const pods = async () => {
      const selector = `app.kubernetes.io/part-of=${app}`;
      const { items } = await installation.kubeJson<Pods>('get', 'pods', '-l', selector);
      const staying = items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
      return new Set(staying.map(({ metadata }) => metadata.uid));
    };
    const before = await pods();
    for (let run = 0; run < runs; run++) await installation.must('config:set', app, 'GREETING=hello');
    const replaced = [...(await pods())].filter((uid) => !before.has(uid)).length;
    const what = `pods replaced by ${runs} releases without changes`;
    return [{ what, limit: 0, median: `${replaced} of ${before.size}`, value: replaced, unit: 'pods' }];
  },
};
