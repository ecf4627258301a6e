import { type Measurement, ratioRow } from './row.ts';

/** Limit in milliseconds between the cluster's first sign of a lost rollout and the reported reason. */
const limitMs = 10_000;

export const reason: Measurement = {
  name: 'reason',
  summary: 'a lost rollout until its reason is known, beside ten seconds',
  runs: 3,
  async measure(bench, runs) {
    // Imported here because both modules read the address of the cluster when they are loaded.
    const { endedAt, eventAt, knownAt } = await import('../../test/cluster/rollout/knew.ts');
    const { shell, Workspace } = await import('../../test/cluster/rollout/workspace.ts');
    const serve = shell('mkdir /www; exec httpd -f -p 5000 -h /www');
    const absent = { httpGet: { path: '/absent', port: 5000 }, periodSeconds: 1, failureThreshold: 2 };
    const missing = { envFrom: [{ secretRef: { name: 'missing' } }] };
    const broken = {
      crash: { shape: { command: shell('exit 3') }, knew: endedAt },
      config: { shape: { command: shell('true'), container: missing }, knew: eventAt('Failed') },
      check: {
        shape: { command: serve, container: { readinessProbe: absent } },
        knew: eventAt('Unhealthy'),
      },
    };
    const workspace = new Workspace();
    await workspace.open();
    bench.atEnd(() => workspace.close());
    bench.say('Rolling out what cannot run');
    const times: number[] = [];
    for (let run = 0; run < runs; run++)
      for (const [name, { shape, knew }] of Object.entries(broken)) {
        const app = `${name}-${run}`;
        await workspace.deploy(app, shape);
        const known = knownAt(workspace, app, knew, AbortSignal.timeout(120_000));
        const { failure, at } = await workspace.watch(app, { minUptimeMs: 30_000 });
        if (!failure) throw new Error(`${app} cannot run, and its rollout succeeded`);
        times.push(at - Date.parse((await known)!));
      }
    const what = 'the slowest reason of a crash, a missing Secret and a failed check : 10 s';
    return [ratioRow(what, 1, Math.max(...times), limitMs)];
  },
};
