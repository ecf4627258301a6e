import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { environmentFrom } from '../../../src/core/environment.ts';
import { randomHex } from '../../../src/core/ids.ts';
import { type HelmContext, helmContext } from '../../../src/helm/context.ts';
import { upgrade } from '../../../src/helm/upgrade.ts';
import { connectCluster } from '../../../src/kube/connect.ts';
import type { Kube } from '../../../src/kube/kube.ts';

const { kubeconfig } = clusterUnderTest();
const project = join(import.meta.dirname, '../../..');

/** So many objects that Helm spends most of an upgrade on reading the kinds for each object. */
const count = 40;

describe("Helm's list of kinds", () => {
  const ref = { release: 'demo', namespace: `kinds-${randomHex(4)}` };
  let kube: Kube;
  let folder: string;
  let changes = 0;

  before(async () => {
    kube = await connectCluster({ kubeconfig });
    folder = mkdtempSync(join(tmpdir(), 'kinds-'));
    await kube.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: ref.namespace } });
  });
  after(async () => {
    await kube.delete({ apiVersion: 'v1', kind: 'Namespace', name: ref.namespace });
    rmSync(folder, { recursive: true, force: true });
  });

  function installation(name: string): HelmContext {
    const environment = environmentFrom({ DOKKU_ROOT: join(folder, name) }, project);
    return helmContext(environment, { kubeconfig, kubeContext: '' });
  }

  /** Returns an installation whose post-renderer passes the whole list to Helm. */
  function withWholeList(): HelmContext {
    const context = installation('whole');
    const plugins = join(folder, 'plugins');
    cpSync(context.plugins, plugins, { recursive: true });
    const script = join(plugins, 'final-manifest/final-manifest.sh');
    const text = readFileSync(script, 'utf8');
    const unchanged = text.replace(/^for cluster[\s\S]*?^done$/m, '');
    expect(unchanged).to.not.equal(text);
    writeFileSync(script, unchanged);
    chmodSync(script, 0o755);
    return { ...context, plugins };
  }

  /** Changes all objects of the release. Returns milliseconds. */
  async function change(context: HelmContext): Promise<number> {
    const value = String(++changes);
    const common = { apiVersion: 'v1', kind: 'ConfigMap' };
    const documents = Array.from({ length: count }, (_, index) => {
      const metadata = { name: `c-${index}`, namespace: ref.namespace };
      return `---\n${JSON.stringify({ ...common, metadata, data: { value } })}\n`;
    });
    const workDir = mkdtempSync(join(folder, 'work-'));
    const begin = performance.now();
    await upgrade(context, { ...ref, manifest: documents.join(''), values: {}, workDir });
    const time = performance.now() - begin;
    const last = await kube.get({ ...common, name: `c-${count - 1}`, namespace: ref.namespace });
    expect(last).to.deep.include({ data: { value } });
    return time;
  }

  it('may be reduced to the kinds of the manifest, and an upgrade with the whole list is still slower', async () => {
    const sides = { short: installation('short'), whole: withWholeList() };
    const times = { short: [] as number[], whole: [] as number[] };
    // The first turn fills the caches.
    for (let index = 0; index < 4; index++)
      for (const name of ['short', 'whole'] as const) {
        const time = await change(sides[name]);
        if (index > 0) times[name].push(time);
      }
    // The measured ratio was 3. The best turn of each side counts, because other work can only slow a turn.
    expect(Math.min(...times.whole) / Math.min(...times.short)).to.be.above(1.3);
  });
});
