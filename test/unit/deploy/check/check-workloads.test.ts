import { expect } from 'chai';
import { checkWorkloads } from '../../../../src/deploy/check/check-workloads.ts';
import type { Manifest } from '../../../../src/kube/types.ts';
import type { CronSpec } from '../../../../src/release/tasks/cron.ts';
import type { ProcessSpec } from '../../../../src/release/types.ts';
import { failureOf } from '../../build/failing.ts';

const labels = {
  'app.kubernetes.io/instance': 'shop-web',
  'app.kubernetes.io/name': 'web',
  'app.kubernetes.io/part-of': 'shop',
};
const ports = [{ name: 'http', containerPort: 5000 }];
const web = (metadata: object = {}, kind = 'Deployment', podLabels: object = labels): Manifest => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'shop-web', namespace: 'default', labels, ...metadata },
  spec: {
    template: { metadata: { labels: podLabels }, spec: { containers: [{ name: 'shop-web', ports }] } },
  },
});
const withContainers = (...containers: object[]): Manifest => ({
  ...web(),
  spec: { template: { metadata: { labels }, spec: { containers } } },
});
const service = (targetPort: unknown): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'shop-web', namespace: 'default' },
  spec: { ports: [{ name: 'http', port: 80, targetPort }] },
});
const route = (name: string): Manifest => ({
  apiVersion: 'traefik.io/v1alpha1',
  kind: 'IngressRoute',
  metadata: { name: 'shop-web-http', namespace: 'default' },
  spec: { routes: [{ services: [{ name, port: 'http' }] }] },
});
const ingress = (name: string): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'shop-web-example', namespace: 'default' },
  spec: { rules: [{ http: { paths: [{ backend: { service: { name } } }] } }] },
});
const httpRoute = (name: string): Manifest => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'shop-web-example', namespace: 'default' },
  spec: { parentRefs: [{ name: 'shop-web' }], rules: [{ backendRefs: [{ name }] }] },
});
const cronJob = (name: string): Manifest => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name, namespace: 'default' },
});
const task = { suffix: '0123456789', text: 'node nightly.js' } as CronSpec;
const checkWith = (cron: CronSpec[], objects: readonly Manifest[]) =>
  checkWorkloads(
    { app: 'shop', namespace: 'default', processes: [{ name: 'web' } as ProcessSpec], cron },
    objects,
  );
const check = (...objects: Manifest[]) => checkWith([], objects);

describe('the workloads of a manifest', () => {
  it('are accepted with more labels, and beside other workloads', () => {
    check(web({ labels: { ...labels, team: 'a' } }), web({ name: 'shop-db' }, 'StatefulSet'));
  });

  it('are accepted with sidecars, with a Service of their own ports, and with routes of their own', () => {
    const sidecar = { name: 'proxy', ports: [{ name: 'proxy', containerPort: 9000 }] };
    const both = withContainers({ name: 'shop-web', ports }, sidecar);
    for (const port of ['http', 'proxy', 9000, undefined]) check(both, service(port), route('shop-web'));
    check(web(), service('http'), ingress('shop-web'), httpRoute('shop-web'), ingress('proxy'));
    check(web(), route('proxy'));
    checkWith([task], [web(), cronJob('shop-cron-0123456789')]);
  });

  for (const [title, objects, reason] of [
    ['renamed', [withContainers({ name: 'proxy' })], 'web: Deployment shop-web has no container shop-web'],
    [
      'without a port that its Service names',
      [withContainers({ name: 'shop-web', ports: [{ containerPort: 5000 }] }), service('http')],
      'web: Service shop-web sends requests to the port http, which no container of Deployment shop-web has',
    ],
  ] as const)
    it(`are refused when a container is ${title}`, async () => {
      const failure = await failureOf(async () => check(...objects));
      expect(failure.details).to.deep.equal([reason]);
    });

  it('are refused when a route names a Service that was removed', async () => {
    for (const object of [route('shop-web'), ingress('shop-web'), httpRoute('shop-web')]) {
      const failure = await failureOf(async () => check(web(), object));
      expect(failure.details).to.deep.equal([
        `web: the manifest has no Service shop-web, which ${object.kind} ${object.metadata.name} names`,
      ]);
    }
  });

  it('are refused when a scheduled task is removed or renamed', async () => {
    const failure = await failureOf(async () =>
      checkWith([task], [web(), cronJob('staging-shop-cron-0123456789')]),
    );
    expect(failure.message).to.equal(
      'The Kustomize folder of shop removes or replaces what the app consists of',
    );
    expect(failure.details).to.deep.equal([
      'cron task "node nightly.js": the manifest has no CronJob shop-cron-0123456789. It has CronJob staging-shop-cron-0123456789 instead',
    ]);
  });

  for (const [title, objects, reason] of [
    ['removed', [], 'web: the manifest has no Deployment shop-web'],
    [
      'renamed',
      [web({ name: 'staging-shop-web' })],
      'web: the manifest has no Deployment shop-web. It has Deployment staging-shop-web instead',
    ],
    [
      'replaced',
      [web({}, 'StatefulSet')],
      'web: the manifest has no Deployment shop-web. It has StatefulSet shop-web instead',
    ],
    [
      'moved',
      [web({ namespace: 'other' })],
      'web: the manifest has no Deployment shop-web. It has Deployment shop-web instead',
    ],
    [
      'relabelled',
      [web({}, 'Deployment', { ...labels, 'app.kubernetes.io/name': 'frontend' })],
      'web: Deployment shop-web has another value or none for app.kubernetes.io/name',
    ],
  ] as const) {
    it(`are refused when one is ${title}`, async () => {
      const failure = await failureOf(async () => check(...objects));
      expect(failure.details).to.deep.equal([reason]);
    });
  }
});
