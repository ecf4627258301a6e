import { expect } from 'chai';
import type { Autoscaling } from '../../../../src/appspec/types.ts';
import { triggerSecretManifest } from '../../../../src/release/autoscaling/trigger-auth.ts';
import { release } from '../sample.ts';

const cluster = { keda: true, kedaHttp: true, certManager: false, triggerAuthentications: [] };
const formation = (autoscaling: Autoscaling, quantity = 2) => ({ web: { quantity, autoscaling } });
const cpu = { type: 'cpu', metadata: { value: '50' } };
const http = (metadata: Record<string, string> = {}) => ({ type: 'http', metadata });

describe('autoscaling', () => {
  const scaling = (autoscaling: Autoscaling, quantity?: number) =>
    release({ cluster, appSpec: { formation: formation(autoscaling, quantity) } }).processes[0]!.autoscaling
      ?.scaling;

  it('derives its bounds from the quantity', () => {
    expect(scaling({ triggers: [cpu] })).to.include({
      minReplicaCount: 2,
      maxReplicaCount: 2,
      pollingInterval: 30,
      cooldownPeriod: 300,
    });
    expect(scaling({ min_quantity: 5, triggers: [cpu] })).to.include({
      minReplicaCount: 5,
      maxReplicaCount: 5,
    });
    expect(scaling({ max_quantity: 1, triggers: [cpu] })).to.include({
      minReplicaCount: 2,
      maxReplicaCount: 2,
    });
  });

  it('accepts both names of the cooldown', () => {
    expect(scaling({ cooldown_seconds: 7, triggers: [cpu] })?.cooldownPeriod).to.equal(7);
    expect(
      scaling({ cooldown_seconds: 7, cooldown_period_seconds: 9, triggers: [cpu] })?.cooldownPeriod,
    ).to.equal(9);
  });

  it('is off without triggers, and for a process with scale 0', () => {
    expect(scaling({ max_quantity: 9 })).to.equal(undefined);
    expect(scaling({ triggers: [cpu] }, 0)).to.equal(undefined);
  });

  it('names the metric of cpu and memory, which older releases of KEDA derived themselves', () => {
    const memory = { type: 'memory', metadata: { type: 'AverageValue', value: '1Gi' } };
    const own = { ...cpu, metricType: 'AverageValue' };
    expect(
      scaling({ triggers: [cpu, memory, own] })?.triggers.map(({ metricType, metadata }) => [
        metricType,
        metadata,
      ]),
    ).to.deep.equal([
      ['Utilization', { value: '50' }],
      ['AverageValue', { value: '1Gi' }],
      ['AverageValue', { value: '50' }],
    ]);
  });

  it('has a fallback number only with a trigger other than cpu and memory', () => {
    expect(scaling({ triggers: [cpu, { type: 'memory' }] })).to.not.have.property('fallback');
    expect(scaling({ triggers: [cpu, { type: 'prometheus' }] })?.fallback).to.deep.equal({
      failureThreshold: 3,
      replicas: 2,
    });
  });

  it('is reported once when KEDA is missing', () => {
    const formation = { web: { quantity: 1, autoscaling: { triggers: [http()] } } };
    expect(release({ appSpec: { formation } }).warnings).to.deep.equal([
      'KEDA is not installed in the cluster: web runs at a fixed quantity of 1',
    ]);
  });

  it('does not change an authentication that app.json names', () => {
    const own = { type: 'datadog', authenticationRef: { name: 'mine' } };
    const spec = release({
      cluster,
      settings: { triggerAuth: { datadog: ['k'] } },
      appSpec: { formation: formation({ triggers: [own] }) },
    });
    expect(spec.processes[0]!.autoscaling!.scaling.triggers[0]!.authenticationRef).to.deep.equal({
      name: 'mine',
    });
  });

  it('keeps credentials in a Secret outside the chart', () => {
    const spec = release({ cluster, settings: { triggerAuth: { memory: ['some-value', 'some-key'] } } });
    expect(spec.triggerAuthentications).to.deep.equal([
      { trigger: 'memory', secretName: 'kta-demo-memory', keys: ['some-key', 'some-value'] },
    ]);
    expect(triggerSecretManifest(spec, 'memory', { 'some-key': 'x' })).to.deep.include({
      data: { 'some-key': 'eA==' },
    });
  });
});

describe('the http trigger', () => {
  const web = (trigger: ReturnType<typeof http>, domains = ['d.example.com']) =>
    release({ cluster, settings: { domains }, appSpec: { formation: formation({ triggers: [trigger] }) } });

  it('measures requests per second by default', () => {
    expect(web(http()).processes[0]!.autoscaling!.http).to.deep.equal({
      scaledownPeriod: 300,
      scalingMetric: { requestRate: { granularity: '1s', targetValue: 100, window: '60s' } },
    });
    expect(
      web(http({ scale_by: 'concurrency', concurrency_target_value: '7' })).processes[0]!.autoscaling!.http,
    ).to.deep.equal({
      scaledownPeriod: 300,
      scalingMetric: { concurrency: { targetValue: 7 } },
    });
  });

  it('is omitted where no request can reach the process', () => {
    const spec = web(http(), []);
    expect(spec.processes[0]!.autoscaling).to.equal(undefined);
    expect(spec.warnings.join()).to.match(/without a domain/);
    expect(web(http()).routing!.interceptor).to.equal(true);
  });
});
