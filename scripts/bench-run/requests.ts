import { join } from 'node:path';
import { Installation } from '../../test/cluster/installation.ts';
import type { Bench } from './bench.ts';
import { CountedInstallation } from './requests/counted-installation.ts';
import { type ApiRequest, CountingProxy } from './requests/counting-proxy.ts';
import { countRow, type Measurement } from './row.ts';

/** Counts of the same push on the same cluster, at the last commit that read facts at each stage (2726167). */
const before = { requests: 52, statements: 396, children: 11 };

interface Counts {
  requests: number;
  statements: number;
  children: number;
}

export const requests: Measurement = {
  name: 'requests',
  summary: 'API requests, SQL statements and child processes of one push of a changed line',
  runs: 3,
  async measure(bench, runs) {
    const { count, end } = await prepare(bench);
    bench.say('Counting pushes');
    const counts: Counts[] = [];
    for (let run = 0; run < runs; run++) counts.push(await count());
    end();
    // Repeated requests during a wait for the cluster increase the counts and never decrease them.
    const least = counts.reduce((best, each) => (sumOf(each) < sumOf(best) ? each : best));
    return [
      countRow('warm push: API requests, those of Helm included', undefined, least.requests, before.requests),
      countRow('warm push: SQL statements', undefined, least.statements, before.statements),
      countRow('warm push: child processes', undefined, least.children, before.children),
      countRow('warm push: all three', 0.6, sumOf(least), sumOf(before)),
    ];
  },
};

function sumOf({ requests, statements, children }: Counts): number {
  return requests + statements + children;
}

async function prepare(bench: Bench): Promise<{ count: () => Promise<Counts>; end: () => void }> {
  bench.say('Starting a counted server');
  const installation = new Installation();
  bench.atEnd(() => installation.end());
  await installation.configure();
  const proxy = new CountingProxy(process.env.KUBECONFIG!);
  bench.atEnd(() => proxy.stop());
  const kubeconfig = join(installation.folder, 'counted.kubeconfig');
  await proxy.start(kubeconfig);
  await installation.must('scheduler-k3s:set', '--global', 'kubeconfig-path', kubeconfig);
  const counted = new CountedInstallation(join(installation.folder, 'counted'));
  await installation.serve(counted.launcher);
  const app = await installation.create('counted');
  const repository = await installation.repository('hello');
  let changes = 0;
  const push = async () => {
    await repository.commit('Change a line', { 'index.html': `Change ${++changes}\n` });
    const { status, text } = await repository.push(app, '-q');
    if (status !== 0) throw new Error(`git push ended with ${status}:\n${text}`);
  };
  await push();
  const count = async () => {
    counted.reset();
    proxy.requests.length = 0;
    await push();
    const processes = counted.read();
    // `BENCH_DETAILS=1` lists the counted items.
    if (process.env.BENCH_DETAILS) {
      for (const { kind, what } of processes) bench.say(`${kind}\t${what}`);
      for (const { agent, method, path } of proxy.requests) bench.say(`api\t${agent} ${method} ${path}`);
    }
    const number = (kind: string) => processes.filter((each) => each.kind === kind).length;
    const heartbeats = processes.filter(({ what }) => what.includes('SET heartbeat')).length;
    return {
      requests: withoutRepeats(proxy.requests).length,
      statements: number('sql') - heartbeats,
      children: number('child'),
    };
  };
  return { count, end: () => proxy.stop() };
}

/** Removes repeated lists and watches, and reads of events. A slow cluster needs more of them. */
function withoutRepeats(all: readonly ApiRequest[]): ApiRequest[] {
  const seen = new Set<string>();
  return all.filter(({ path }) => {
    if (path.includes('/events?')) return false;
    const [, list] = path.match(/\/((?:pods|deployments|replicasets)\?(?:watch)?)/) ?? [];
    if (list === undefined) return true;
    const isNew = !seen.has(list);
    seen.add(list);
    return isNew;
  });
}
