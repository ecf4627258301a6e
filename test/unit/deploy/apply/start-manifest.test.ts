import { expect } from 'chai';
import { startManifest } from '../../../../src/deploy/apply/start-manifest.ts';
import { parseManifest, writeManifest } from '../../../../src/helm/manifest.ts';
import type { Manifest } from '../../../../src/kube/types.ts';

const object = (apiVersion: string, kind: string, name: string, spec: object = {}): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, annotations: { 'dokku.com/managed': 'true' } },
  spec,
});
const web = (image: string) => object('apps/v1', 'Deployment', 'shop-web', { image });
const service = (port: number) => object('v1', 'Service', 'shop-web', { port });
const route = (host: string) => object('traefik.io/v1alpha1', 'IngressRoute', 'shop-web-http', { host });
const task = (image: string, suspend?: boolean) =>
  object('batch/v1', 'CronJob', 'shop-cron-1', { image, ...(suspend !== undefined && { suspend }) });
const config = (name: string) => object('v1', 'ConfigMap', name);

/** Returns the objects with which `next` starts beside `serving`, as they are written. */
const start = (serving: Manifest[], next: Manifest[]) =>
  parseManifest(startManifest(writeManifest(serving), writeManifest(next), 'default').text).objects;

describe('the manifest that starts a new version', () => {
  it('is the complete manifest when only pods change, apart from the marks of a release', () => {
    const marked = (number: string): Manifest => {
      const scaled = object('keda.sh/v1alpha1', 'ScaledObject', 'shop-web');
      return { ...scaled, metadata: { ...scaled.metadata, annotations: { 'dokku.com/release': number } } };
    };
    const next = writeManifest([web('v2'), service(80), route('a'), marked('2')]);
    const serving = writeManifest([web('v1'), service(80), route('a'), marked('1')]);
    expect(startManifest(serving, next, 'default')).to.equal(next);
  });

  it('keeps the Services, routes and schedules of the serving version', () => {
    expect(
      start(
        [web('v1'), service(80), route('a'), task('v1')],
        [web('v2'), service(81), route('b'), task('v2')],
      ),
    ).to.deep.equal([web('v2'), service(80), route('a'), task('v1')]);
  });

  it('keeps what the new version no longer has', () => {
    const worker = object('apps/v1', 'Deployment', 'shop-worker');
    expect(start([web('v1'), config('theme-1'), worker], [web('v2'), config('theme-2')])).to.deep.equal([
      web('v2'),
      config('theme-2'),
      config('theme-1'),
      worker,
    ]);
  });

  it('has new Services, which pods may need, but no new route, schedule, autoscaler or policy', () => {
    const database = object('v1', 'Service', 'shop-db');
    const held = [
      route('a'),
      task('v2'),
      object('keda.sh/v1alpha1', 'ScaledObject', 'shop-web'),
      object('autoscaling/v2', 'HorizontalPodAutoscaler', 'shop-web'),
      object('networking.k8s.io/v1', 'NetworkPolicy', 'shop'),
      object('policy/v1', 'PodDisruptionBudget', 'shop'),
      object('cert-manager.io/v1', 'Certificate', 'shop-web'),
    ];
    expect(start([web('v1')], [web('v2'), database, ...held])).to.deep.equal([web('v2'), database]);
  });

  it('recognises objects that Kustomize wrote, without their namespace and with sorted keys', () => {
    const chart: Manifest = { ...web('v1'), metadata: { namespace: 'default', name: 'shop-web' } };
    const sortedService: Manifest = {
      metadata: { annotations: { 'dokku.com/managed': 'true' }, name: 'shop-web', namespace: 'default' },
      spec: { port: 80 },
      kind: 'Service',
      apiVersion: 'v1',
    };
    const next = writeManifest([web('v2'), service(80)]);
    expect(startManifest(writeManifest([chart, sortedService]), next, 'default')).to.equal(next);
  });

  it('recognises an object whose API version changes', () => {
    const old = object('autoscaling/v1', 'HorizontalPodAutoscaler', 'shop-web', { max: 2 });
    const next = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'shop-web', { max: 3 });
    expect(start([old], [next])).to.deep.equal([old]);
  });

  it('suspends the task of the serving version when the settings suspend the task', () => {
    expect(start([task('v1')], [task('v2', true)])).to.deep.equal([task('v1', true)]);
    expect(start([task('v1', true)], [task('v2')])).to.deep.equal([task('v1')]);
  });
});
