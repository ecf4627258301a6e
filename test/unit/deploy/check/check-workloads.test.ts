import { expect } from 'chai';
import { checkWorkloads } from '../../../../src/deploy/check/check-workloads.ts';
import type { Manifest } from '../../../../src/kube/types.ts';
import type { ProcessSpec } from '../../../../src/release/types.ts';
import { failureOf } from '../../build/failing.ts';

const labels = {
  'app.kubernetes.io/instance': 'shop-web',
  'app.kubernetes.io/name': 'web',
  'app.kubernetes.io/part-of': 'shop',
};
const web = (metadata: object = {}, kind = 'Deployment', podLabels: object = labels): Manifest => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'shop-web', namespace: 'default', labels, ...metadata },
  spec: { template: { metadata: { labels: podLabels } } },
});
const check = (...objects: Manifest[]) =>
  checkWorkloads({ app: 'shop', namespace: 'default', processes: [{ name: 'web' } as ProcessSpec] }, objects);

describe('the workloads of a manifest', () => {
  it('are accepted with more labels, and beside other workloads', () => {
    check(web({ labels: { ...labels, team: 'a' } }), web({ name: 'shop-db' }, 'StatefulSet'));
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
