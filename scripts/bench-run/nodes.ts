import pMap from 'p-map';
import { connectCluster } from '../../src/kube/connect.ts';
import type { Kube } from '../../src/kube/kube.ts';
import type { Node } from '../../src/kube/types.ts';
import { launcher } from '../../test/cluster/installation.ts';
import type { Bench } from './bench.ts';
import { command } from './command.ts';
import { medians } from './measure.ts';
import { type Measurement, ratioRow } from './row.ts';

const [few, many] = [3, 100];
const kind = { apiVersion: 'v1', kind: 'Node' };

export const nodes: Measurement = {
  name: 'nodes',
  summary: 'cluster:list of a hundred nodes compared with that of three',
  runs: 15,
  async measure(bench, runs) {
    const kube = await connectCluster({ kubeconfig: process.env.KUBECONFIG! });
    const env = await bench.fleet(1);
    // Both sides see the same cluster, so they cannot take turns.
    const list = async () => {
      const side = command(launcher, ['scheduler-k3s:cluster:list'], env);
      return (await medians(runs, { side })).side;
    };
    const fill = await fillerOf(bench, kube);
    await fill(few);
    bench.say(`cluster:list of ${few} nodes`);
    const ofFew = await list();
    await fill(many);
    bench.say(`cluster:list of ${many} nodes`);
    return [ratioRow(`cluster:list, ${many} nodes : ${few} nodes`, 2, await list(), ofFew)];
  },
};

/**
 * Returns what adds nodes up to a number. They are copies of an existing node without a kubelet, and no pod is
 * scheduled there. They are deleted at the end.
 */
async function fillerOf(bench: Bench, kube: Kube): Promise<(number: number) => Promise<void>> {
  const existing = await kube.list<Node>(kind);
  const { status } = existing[0]!;
  const { addresses: _, daemonEndpoints: __, ...copied } = status as Record<string, unknown>;
  const added: string[] = [];
  bench.atEnd(() => pMap(added, (name) => kube.delete({ ...kind, name }), { concurrency: 8 }));
  return async (number) => {
    bench.say(`Adding nodes up to ${number}`);
    const missing = Math.max(0, number - existing.length - added.length);
    const names = Array.from(
      { length: missing },
      (_, index) => `bench-${process.pid}-${added.length + index}`,
    );
    added.push(...names);
    const labelsOf = (name: string) => ({ ...existing[0]!.metadata.labels, 'kubernetes.io/hostname': name });
    const taints = [{ key: 'dokku.test/bench', effect: 'NoSchedule' }];
    await pMap(
      names,
      (name) =>
        kube.create({
          ...kind,
          metadata: { name, labels: labelsOf(name) },
          spec: { taints },
          status: copied,
        }),
      { concurrency: 8 },
    );
  };
}
