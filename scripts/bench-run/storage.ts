import { join } from 'node:path';
import { environmentFrom } from '../../src/core/environment.ts';
import { Store } from '../../src/state/store.ts';
import { launcher } from '../../test/cluster/installation.ts';
import type { Bench } from './bench.ts';
import { command } from './command.ts';
import { medians, type Side } from './measure.ts';
import { type Measurement, ratioRow } from './row.ts';

export const storage: Measurement = {
  name: 'storage',
  summary: 'a storage entry until it is bound beside kubectl; 1,000 entries beside 10',
  runs: 7,
  async measure(bench, runs) {
    const lists = await medians(runs, {
      ten: command(launcher, ['storage:list-entries', '--no-cluster'], withEntries(bench, 10)),
      thousand: command(launcher, ['storage:list-entries', '--no-cluster'], withEntries(bench, 1000)),
    });
    const { create, kubectl } = await medians(runs, await bindings(bench, runs + 1));
    return [
      ratioRow('storage:list-entries --no-cluster, 1,000 : 10', 2, lists.thousand, lists.ten),
      ratioRow('storage:create --wait : kubectl apply and wait', 1.5, create, kubectl),
    ];
  },
};

/** Returns the variables for an installation with this many entries in its store. */
function withEntries(bench: Bench, count: number): Record<string, string> {
  const root = join(bench.folder, `${count}-entries`);
  const store = Store.open(environmentFrom({ DOKKU_ROOT: root }, ''));
  const rest = {
    hostPath: '',
    size: '1Gi',
    accessMode: '',
    storageClass: '',
    volume: '',
    namespace: 'default',
  };
  const more = { chown: '', mode: '', reclaimPolicy: '', annotations: {}, labels: {} };
  const flags = { adopted: false, chownPending: false };
  for (let number = 1; number <= count; number++)
    store.storageEntries.put({ name: `entry-${number}`, scheduler: 'k3s', ...rest, ...more, ...flags });
  store.close();
  return { PATH: process.env.PATH!, HOME: bench.folder, DOKKU_ROOT: root, LANG: 'C.UTF-8' };
}

/** Both sides find an available volume for each claim, so that no provisioner is measured. */
async function bindings(bench: Bench, turns: number): Promise<{ create: Side; kubectl: Side }> {
  bench.say('Creating volumes for claims');
  // Imported here because the module reads the address of the cluster when it is loaded.
  const { Storage } = await import('../../test/cluster/storage/fixture.ts');
  const cluster = await Storage.begin();
  bench.atEnd(() => cluster.end());
  const name = await cluster.class('bench');
  for (let turn = 0; turn < 2 * turns; turn++) await cluster.volume(`bench-${turn}`, name);
  let count = 0;
  const timed = async (work: (claim: string) => Promise<unknown>) => {
    const claim = `claim-${count++}`;
    const start = performance.now();
    await work(claim);
    return performance.now() - start;
  };
  const manifest = (claim: string) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: claim, namespace: cluster.namespace },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: name,
      resources: { requests: { storage: '1Gi' } },
    },
  });
  return {
    create: () =>
      timed(async (claim) => {
        const flags = ['--size', '1Gi', '--storage-class-name', name, '--wait'];
        await cluster.must('storage:create', claim, ...flags);
      }),
    kubectl: () =>
      timed(async (claim) => {
        await cluster.apply(manifest(claim));
        await cluster.kubectl(
          'wait',
          '--for',
          'jsonpath={.status.phase}=Bound',
          `pvc/${claim}`,
          '--timeout',
          '60s',
        );
      }),
  };
}
