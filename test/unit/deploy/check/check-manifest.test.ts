import { expect } from 'chai';
import { dryRun } from '../../../../src/deploy/check/check-manifest.ts';
import { objectsOf } from '../../../../src/deploy/check/render.ts';
import type { DeployRun } from '../../../../src/deploy/frame/deploy-run.ts';
import { servingRelease } from '../../../../src/deploy/frame/facts.ts';
import { currentReleaseIfElsewhere } from '../../../../src/deploy/move/release-location.ts';
import type { Plan } from '../../../../src/deploy/plan/plan.ts';
import { parseManifest } from '../../../../src/helm/manifest.ts';
import type { Kube } from '../../../../src/kube/kube.ts';
import type { ReleaseSpec } from '../../../../src/release/types.ts';
import type { ReleaseRecord } from '../../../../src/state/deploys/release-record.ts';
import { failureOf } from '../../build/failing.ts';
import { ApiServer, answer } from '../../kube/api-server.ts';

interface Release {
  number: number;
  namespace?: string;
  image?: string;
  config?: string;
  processes?: string[];
  /** Memory of the process `worker`. */
  memory?: string;
}

const spec = ({ number, namespace = 'shop', image = `shop@${number}`, config = 'config-1' }: Release) =>
  ({
    app: 'shop',
    number,
    deploymentId: `17000000${number}`,
    namespace,
    image: { reference: image },
    config: { secretName: config },
  }) as ReleaseSpec;

function manifest(release: Release): string {
  const { number, deploymentId, image, config } = spec(release);
  const deployments = (release.processes ?? ['web', 'worker', 'mail']).map((process) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: process,
      annotations: { 'dokku.com/release': String(number), 'app.kubernetes.io/version': deploymentId },
    },
    spec: {
      containers: [
        {
          name: process,
          image: image.reference,
          envFrom: [{ secretRef: { name: config.secretName } }],
          resources: { requests: { memory: process === 'worker' ? (release.memory ?? '64Mi') : '64Mi' } },
        },
      ],
    },
  }));
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'shop' } };
  return [account, ...deployments].map((object) => JSON.stringify(object)).join('\n---\n');
}

describe('the API server', () => {
  let server: ApiServer;
  let kube: Kube;
  beforeEach(async () => {
    server = new ApiServer();
    kube = await server.start();
    server.handler = ({ body }, response) => answer(response, 200, JSON.parse(body));
  });
  afterEach(() => server.stop());

  /** Checks release 2 after release 1. The cluster contains all objects of release 1 except `absent`. */
  const ask = (after: Release, { outcome = 'succeeded', before = {}, absent = '' } = {}) => {
    const release = { number: 1, ...before };
    const facts = {
      ends: [{ number: 1, outcome }],
      serving: servingRelease({
        spec: JSON.stringify(spec(release)),
        manifest: manifest(release),
      } as ReleaseRecord),
    };
    const run = { app: 'shop', kube: async () => kube, facts } as unknown as DeployRun;
    const plan = {
      spec: spec(after),
      movesFrom: currentReleaseIfElsewhere(facts.serving.spec, spec(after)),
    } as Plan;
    const objects = objectsOf(parseManifest(manifest(after)), plan.spec.namespace);
    const present = new Set(objects.filter(({ metadata }) => metadata.name !== absent));
    return dryRun(run, plan, { objects, present, takeOwnership: false, pending: false });
  };
  const asked = () => server.seen.map(({ url }) => url.pathname.split('/').at(-1));

  it('is asked about one object of each kind when only image, config and number changed', async () => {
    await ask({ number: 2, config: 'config-2' });
    expect(asked()).to.have.members(['shop', 'web']);
  });

  it('is asked about each object with another change, each new object and each missing object', async () => {
    await ask({ number: 2, memory: '1Ti' });
    expect(asked()).to.have.members(['shop', 'web', 'worker']);
    server.seen.length = 0;
    await ask({ number: 2, processes: ['web', 'worker', 'mail', 'clock'] });
    expect(asked()).to.have.members(['shop', 'web', 'clock']);
    server.seen.length = 0;
    await ask({ number: 2 }, { absent: 'mail' });
    expect(asked()).to.have.members(['shop', 'web', 'mail']);
  });

  it('is asked about everything after a release that failed, and in another namespace', async () => {
    const all = ['shop', 'web', 'worker', 'mail'];
    await ask({ number: 2 }, { outcome: 'failed' });
    expect(asked()).to.have.members(all);
    server.seen.length = 0;
    await ask({ number: 2, namespace: 'market' });
    expect(asked()).to.have.members(all);
  });

  it('is asked about the other objects too when it refuses one', async () => {
    server.handler = ({ url, body }, response) =>
      url.pathname.includes('/deployments/')
        ? answer(response, 422, { message: 'no such image', reason: 'Invalid' })
        : answer(response, 200, JSON.parse(body));
    const failure = await failureOf(() => ask({ number: 2 }));
    expect(failure.details).to.deep.equal(
      ['web', 'worker', 'mail'].map((name) => `Deployment ${name} in namespace shop: no such image`),
    );
  });
});
