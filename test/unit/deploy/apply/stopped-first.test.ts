import { expect } from 'chai';
import { withServingConfig } from '../../../../src/deploy/apply/restore-serving-config.ts';
import { describeServing } from '../../../../src/deploy/apply/still-serving.ts';
import { stoppedFirst } from '../../../../src/deploy/apply/stopped-first.ts';
import { writeManifest } from '../../../../src/helm/manifest.ts';
import type { Manifest } from '../../../../src/kube/types.ts';

const deployment = (image: string, spec: object = {}): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop-web' },
  spec: { replicas: 1, template: { image }, ...spec },
});
const rolling = (maxUnavailable: number | string) => ({
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable } },
});

describe('Deployments whose pods stop before the next version starts', () => {
  const stopped = (old: Manifest, next: Manifest) =>
    stoppedFirst(writeManifest([old]), writeManifest([next]), 'default');

  for (const [title, spec, expected] of [
    ['Recreate', { strategy: { type: 'Recreate' } }, true],
    ['maxUnavailable 1 of 1 pod', rolling(1), true],
    ['maxUnavailable 25% of 1 pod', rolling('25%'), false],
    ['maxUnavailable 100% of 3 pods', { ...rolling('100%'), replicas: 3 }, true],
    ['maxUnavailable 50% of 3 pods', { ...rolling('50%'), replicas: 3 }, false],
    ['no strategy', {}, false],
  ] as const) {
    it(`${expected ? 'include' : 'exclude'} one with ${title}`, () => {
      expect(stopped(deployment('v1'), deployment('v2', spec))).to.deep.equal(expected ? ['shop-web'] : []);
    });
  }

  it('exclude one whose pods are the same, and one that was scaled to zero', () => {
    const recreate = { strategy: { type: 'Recreate' } };
    expect(stopped(deployment('v1', { replicas: 2 }), deployment('v1', recreate))).to.deep.equal([]);
    expect(stopped(deployment('v1', { replicas: 0 }), deployment('v2', recreate))).to.deep.equal([]);
  });
});

describe('the manifest after a failed start', () => {
  const config = (color: string): Manifest => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'theme' },
    data: { color },
  });

  it('has the configuration of the serving version and the pods of the failed one', () => {
    const serving = writeManifest([config('blue'), deployment('v1')]);
    const started = writeManifest([config('red'), deployment('v2')]);
    expect(withServingConfig(serving, started, 'default').objects).to.deep.equal([
      config('blue'),
      deployment('v2'),
    ]);
  });

  it('is not written when the configuration is the same', () => {
    const started = writeManifest([config('blue'), deployment('v2')]);
    expect(withServingConfig(writeManifest([config('blue'), deployment('v1')]), started, 'default')).to.equal(
      started,
    );
  });
});

describe('what a failed deploy says about the serving version', () => {
  const says = (...pods: [string, number, number][]) =>
    describeServing(
      pods.map(([process, newest, older]) => ({ process, newest, older })),
      { serving: 1, failed: 2 },
    );

  it('is that it serves, when web has pods of it', () => {
    expect(says(['web', 0, 1], ['worker', 0, 0])).to.match(/^v1 is still serving\. /);
  });

  it('is that web runs the new version, when another process failed', () => {
    expect(says(['web', 1, 0], ['worker', 0, 1])).to.equal('web already runs v2. To bring back v1');
  });

  it('is that nothing serves, when web has no ready pod', () => {
    expect(says(['web', 0, 0], ['worker', 0, 1])).to.equal(
      'No pod of web is ready, so nothing serves. To bring back v1',
    );
  });

  it('is only the next step, when the cluster did not answer', () => {
    expect(describeServing(undefined, { serving: 1, failed: 2 })).to.equal('To bring back v1');
  });
});
