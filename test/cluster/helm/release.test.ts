import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { environmentFrom } from '../../../src/core/environment.ts';
import { Failure } from '../../../src/core/failure.ts';
import { randomHex } from '../../../src/core/ids.ts';
import { type HelmContext, helmContext } from '../../../src/helm/context.ts';
import { freePending } from '../../../src/helm/free-pending.ts';
import { history, uninstall } from '../../../src/helm/history.ts';
import { renderManifest } from '../../../src/helm/render.ts';
import { upgrade } from '../../../src/helm/upgrade.ts';
import { connectCluster } from '../../../src/kube/connect.ts';
import type { Kube } from '../../../src/kube/kube.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { toValues } from '../../../src/release/values.ts';
import { release } from '../../unit/release/sample.ts';

const { kubeconfig } = clusterUnderTest();

describe('Helm releases on the engine', () => {
  const ref = { release: 'demo', namespace: `helm-${randomHex(4)}` };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: ref.namespace,
    name: 'demo-web',
  };
  let kube: Kube;
  let context: HelmContext;
  let workDir: string;

  const manifestOf = async (replicas: number) => {
    const spec = release({ settings: { namespace: ref.namespace, scale: { web: replicas } } });
    return {
      values: toValues(spec),
      manifest: await renderManifest(context, { ...ref, values: toValues(spec), workDir }),
    };
  };
  const deploy = async (replicas: number) =>
    upgrade(context, { ...ref, ...(await manifestOf(replicas)), workDir });
  const replicas = async () =>
    (await kube.get<KubeObject & { spec: { replicas: number } }>(deployment))?.spec.replicas;
  const states = async () => (await history(context, ref)).map(({ status }) => status);

  before(async () => {
    kube = await connectCluster({ kubeconfig });
    workDir = await mkdtemp(join(tmpdir(), 'helm-'));
    const environment = environmentFrom({ DOKKU_ROOT: workDir }, join(import.meta.dirname, '..', '..', '..'));
    context = helmContext(environment, { kubeconfig, kubeContext: '' });
    await kube.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: ref.namespace } });
  });
  afterEach(() => uninstall(context, ref));
  after(async () => {
    await kube.delete({ apiVersion: 'v1', kind: 'Namespace', name: ref.namespace });
    await rm(workDir, { recursive: true, force: true });
  });

  it('store and apply the given manifest unchanged', async () => {
    const { values, manifest } = await manifestOf(0);
    const custom = manifest.replace('replicas: 0', 'replicas: 0\n  paused: true');
    expect(await upgrade(context, { ...ref, values, manifest: custom, workDir })).to.deep.equal({
      revision: 1,
    });
    const live = await kube.get<KubeObject & { spec: { paused?: boolean } }>(deployment);
    expect(live?.spec.paused).to.equal(true);
    expect((await storedRelease(1)).manifest).to.include('paused: true');
  });

  it('revert changes by others', async () => {
    await deploy(1);
    await kube.scale(deployment, 0);
    await deploy(1);
    expect(await replicas()).to.equal(1);
  });

  it('delete an object of a kind that the new version no longer contains', async () => {
    const { values, manifest } = await manifestOf(0);
    const job = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'demo-old', namespace: ref.namespace },
    };
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'old', image: 'busybox' }] } };
    const spec = { schedule: '0 0 1 1 *', jobTemplate: { spec: { template } } };
    const more = `${manifest}\n---\n${stringify({ ...job, spec })}`;
    await upgrade(context, { ...ref, values, manifest: more, workDir });
    const old = { ...job, name: 'demo-old', namespace: ref.namespace };
    expect(await kube.get(old)).not.to.equal(undefined);
    await deploy(0);
    expect(await kube.get(old)).to.equal(undefined);
  });

  it('are uninstalled when a dead process left the first installation incomplete', async () => {
    await deploy(0);
    await leavePending(1, 'pending-install');
    expect((await failureOf(deploy(0))).code).to.equal('helm.pending');
    expect(await freePending(context, kube, ref, { signal: AbortSignal.timeout(60_000) })).to.deep.equal({
      action: 'uninstall',
    });
    expect(await states()).to.deep.equal([]);
    expect(await deploy(0)).to.deep.equal({ revision: 1 });
  });

  it('are rolled back to the serving revision when a dead process left an upgrade incomplete', async () => {
    await deploy(1);
    await deploy(0);
    await leavePending(2, 'pending-upgrade');
    await leavePending(1, 'deployed');
    expect(await freePending(context, kube, ref, { signal: AbortSignal.timeout(60_000) })).to.deep.equal({
      action: 'rollback',
      revision: 1,
    });
    expect(await replicas()).to.equal(1);
    expect(await freePending(context, kube, ref, { signal: AbortSignal.timeout(60_000) })).to.deep.equal({
      action: 'none',
    });
    expect(await deploy(0)).to.deep.equal({ revision: 4 });
  });

  it('never adopt the object of another owner', async () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'demo-web', namespace: ref.namespace },
    };
    await kube.create({ ...service, spec: { ports: [{ port: 80 }] } });
    const failure = await failureOf(deploy(0));
    expect(failure.message).to.equal(
      `Service demo-web in namespace ${ref.namespace} already exists and is not owned by this release`,
    );
    await kube.delete({ ...service, ...service.metadata });
  });

  const secretOf = (revision: number) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    namespace: ref.namespace,
    name: `sh.helm.release.v1.demo.v${revision}`,
  });

  /** Reads Helm's own record: gzip in base64, in a Secret. */
  async function storedRelease(revision: number): Promise<{ manifest: string; info: { status: string } }> {
    const secret = await kube.get<KubeObject & { data: { release: string } }>(secretOf(revision));
    const text = Buffer.from(secret!.data.release, 'base64').toString();
    return JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString());
  }

  /** Leaves a revision in the state that a killed Helm leaves. */
  async function leavePending(revision: number, status: string): Promise<void> {
    const stored = await storedRelease(revision);
    stored.info.status = status;
    const text = gzipSync(JSON.stringify(stored)).toString('base64');
    const change = {
      metadata: { labels: { status } },
      data: { release: Buffer.from(text).toString('base64') },
    };
    await kube.patch(secretOf(revision), change);
  }

  async function failureOf(work: Promise<unknown>): Promise<Failure> {
    const error = await work.then(
      () => undefined,
      (error) => error,
    );
    if (error instanceof Failure) return error;
    throw error ?? new Error('it did not fail');
  }
});
