import { expect } from 'chai';
import { foreignApp } from '../../../../src/release/metadata/foreign-labels.ts';

const partOf = (app: string, more: Record<string, string> = {}) => ({
  labels: { 'app.kubernetes.io/part-of': app, ...more },
});
const deployment = (metadata: object, template: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'x', ...metadata },
  spec: { template: { metadata: template } },
});
const isApp = (name: string) => name === 'shop';
const judge = (metadata: object, template: object = {}) =>
  foreignApp(deployment(metadata, template), 'demo', isApp);

describe('labels of another app', () => {
  it('are found on an object and in its templates', () => {
    expect(judge(partOf('demo'), partOf('demo'))).to.equal(undefined);
    expect(judge(partOf('shop'))).to.equal('shop');
    expect(judge(partOf('demo'), partOf('shop'))).to.equal('shop');
    const cron = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'x' } };
    const spec = { jobTemplate: { spec: { template: { metadata: partOf('shop') } } } };
    expect(foreignApp({ ...cron, spec }, 'demo', isApp)).to.equal('shop');
  });

  it('are those that dokku would set, also before the other app exists', () => {
    const ours = { annotations: { 'dokku.com/managed': 'true' } };
    expect(judge({ ...partOf('later'), ...ours })).to.equal('later');
    const fixed = { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/instance': 'later-web' };
    expect(judge({}, partOf('later', fixed))).to.equal('later');
  });

  it('do not include labels that other programs use for their own parts', () => {
    const chart = { 'app.kubernetes.io/name': 'redis', 'app.kubernetes.io/instance': 'cache' };
    expect(judge(partOf('redis', chart), partOf('redis', chart))).to.equal(undefined);
    expect(judge({ labels: null, annotations: null }, {})).to.equal(undefined);
  });
});
