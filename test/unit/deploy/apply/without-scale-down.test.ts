import { expect } from 'chai';
import { mayHaveSeveralVersions, withoutScaleDown } from '../../../../src/deploy/apply/without-scale-down.ts';
import { parseManifest, writeManifest } from '../../../../src/helm/manifest.ts';
import type { Kube } from '../../../../src/kube/kube.ts';
import type { Outcome } from '../../../../src/state/deploys/release-record.ts';
import { ApiServer } from '../../kube/api-server.ts';
import { ObjectStore } from '../../kube/object-store.ts';
import { specOf } from '../sample.ts';

describe('the first manifest after an incomplete rollout', () => {
  let server: ApiServer;
  let kube: Kube;
  beforeEach(async () => {
    server = new ApiServer();
    kube = await server.start();
  });
  afterEach(() => server.stop());

  const deployment = (name: string, replicas: number | undefined) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas },
  });
  /** Returns a Deployment as in the cluster: `pods` of all versions, of which `updated` pods have the newest one. */
  const present = (name: string, replicas: number, { pods = 0, updated = 0, managed = true } = {}) => ({
    ...deployment(name, replicas),
    metadata: {
      name,
      namespace: specOf().namespace,
      labels: { 'app.kubernetes.io/part-of': 'shop' },
      annotations: managed ? { 'dokku.com/managed': 'true' } : {},
    },
    status: { replicas: pods, updatedReplicas: updated },
  });
  const manifest = writeManifest([
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'shop-web' } },
    deployment('shop-web', 1),
    deployment('shop-worker', 0),
  ]);
  const kinds = { 'apps/v1': [{ kind: 'Deployment', plural: 'deployments', namespaced: true }] };
  const keep = async (...objects: ReturnType<typeof present>[]) => {
    new ObjectStore(server, kinds, objects);
    const run = { kube: async () => kube, signal: new AbortController().signal };
    return withoutScaleDown(run, specOf(), manifest);
  };
  const replicas = ({ text }: { text: string }) =>
    parseManifest(text).objects.map(
      (object) => (object as unknown as { spec?: { replicas: number } }).spec?.replicas,
    );

  it('removes no pods of a process that has pods of several versions', async () => {
    const kept = await keep(present('shop-web', 3, { pods: 4, updated: 1 }));
    expect(replicas(kept)).to.deep.equal([undefined, 3, 0]);
    expect(kept.objects.map(({ kind }) => kind)).to.deep.equal(['Service', 'Deployment', 'Deployment']);
  });

  it('is the manifest itself when only the newest version has pods, or fewer than are wanted', async () => {
    expect(await keep(present('shop-web', 3, { pods: 3, updated: 3 }))).to.equal(manifest);
    expect(await keep(present('shop-web', 1, { pods: 2, updated: 1 }))).to.equal(manifest);
  });

  it('stops a process with scale 0', async () => {
    expect(await keep(present('shop-worker', 2, { pods: 3, updated: 1 }))).to.equal(manifest);
  });

  it('is not changed by a Deployment that dokku did not create', async () => {
    expect(await keep(present('shop-web', 3, { pods: 4, updated: 1, managed: false }))).to.equal(manifest);
  });

  it('is needed only when the last finished deploy did not succeed', () => {
    const needed = (...outcomes: Outcome[]) =>
      mayHaveSeveralVersions({
        ends: outcomes.map((outcome, index) => ({
          number: 9 - index,
          outcome,
          configHash: '',
          namespace: '',
        })),
      });
    expect(needed()).to.equal(false);
    expect(needed('succeeded', 'failed')).to.equal(false);
    expect(needed('running', 'succeeded')).to.equal(false);
    expect(needed('failed', 'succeeded')).to.equal(true);
    expect(needed('running', 'canceled')).to.equal(true);
  });
});
