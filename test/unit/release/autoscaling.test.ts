import { expect } from 'chai';
import type { Autoscaling } from '../../../src/appspec/types.ts';
import { Failure } from '../../../src/core/failure.ts';
import { interpolate } from '../../../src/release/interpolate.ts';
import { precheck } from '../../../src/release/precheck.ts';
import { triggerSecretManifest } from '../../../src/release/trigger-auth.ts';
import { input, problems, release } from './sample.ts';

const cluster = { keda: true, kedaHttp: true, certManager: false, triggerAuthentications: [] };
const formation = (autoscaling: Autoscaling, quantity = 2) => ({ web: { quantity, autoscaling } });
const cpu = { type: 'cpu', metadata: { value: '50' } };
const http = (metadata: Record<string, string> = {}) => ({ type: 'http', metadata });

describe('trigger metadata', () => {
  const names = { APP_NAME: 'demo', PROCESS_TYPE: 'web', DEPLOYMENT_NAME: 'demo-web' };

  it('may name app, process and deployment in both spellings', () => {
    const text =
      '[[ .APP_NAME ]]/[[.PROCESS_TYPE]]/[[- .DEPLOYMENT_NAME -]] DOKKU_APP_NAME DOKKU_DEPLOYMENT_NAME XDOKKU_APP_NAME {{ .x }}';
    expect(interpolate(text, names)).to.deep.equal({
      text: 'demo/web/demo-web demo demo-web XDOKKU_APP_NAME {{ .x }}',
    });
  });

  it('is refused with any other template', () => {
    expect(interpolate('[[ .HOME ]]', names))
      .to.have.property('problem')
      .that.matches(/contains \[\[ \.HOME \]\]; known are/);
    const trigger = { type: 'x', metadata: { query: '[[ range ]]' } };
    expect(problems({ cluster, appSpec: { formation: formation({ triggers: [trigger] }) } })).to.have.length(
      1,
    );
  });
});

describe('autoscaling', () => {
  const scaling = (autoscaling: Autoscaling, quantity?: number) =>
    release({ cluster, appSpec: { formation: formation(autoscaling, quantity) } }).processes[0]!.autoscaling
      ?.scaling;

  it('has bounds that follow from the quantity', () => {
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

  it('knows both names of the cooldown', () => {
    expect(scaling({ cooldown_seconds: 7, triggers: [cpu] })?.cooldownPeriod).to.equal(7);
    expect(
      scaling({ cooldown_seconds: 7, cooldown_period_seconds: 9, triggers: [cpu] })?.cooldownPeriod,
    ).to.equal(9);
  });

  it('is off without triggers, and for a process that nobody wants', () => {
    expect(scaling({ max_quantity: 9 })).to.equal(undefined);
    expect(scaling({ triggers: [cpu] }, 0)).to.equal(undefined);
  });

  it('falls back to a number only when something but cpu and memory is asked', () => {
    expect(scaling({ triggers: [cpu, { type: 'memory' }] })).to.not.have.property('fallback');
    expect(scaling({ triggers: [cpu, { type: 'prometheus' }] })?.fallback).to.deep.equal({
      failureThreshold: 3,
      replicas: 2,
    });
  });

  it('leaves an authentication that app.json names alone', () => {
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

describe('mistakes in autoscaling', () => {
  const wrong = {
    web: {
      quantity: 0,
      autoscaling: {
        triggers: [{ type: 'cron', metadata: { start: '[[ .HOME ]]' } }, http({ scale_by: 'mood' })],
      },
    },
    worker: { quantity: 1, autoscaling: { triggers: [http()] } },
  };
  const appSpec = { procfile: { web: 'a', worker: 'b' }, formation: wrong };
  const told = [
    'formation/web/autoscaling: the http trigger has scale_by "mood"; known are request_rate and concurrency · correct app.json, and push again',
    'formation/web/autoscaling: start of trigger-cron-1 contains [[ .HOME ]]; known are [[ .APP_NAME ]], [[ .PROCESS_TYPE ]], [[ .DEPLOYMENT_NAME ]] · correct app.json, and push again',
    'formation/worker/autoscaling: the http trigger is only for web, which requests are routed to · remove it from app.json, and push again',
  ];

  it('are found wherever the app is deployed, also without KEDA and for a process that is not scaled', () => {
    expect(problems({ appSpec, cluster })).to.deep.equal(told);
    expect(problems({ appSpec })).to.deep.equal(told);
  });

  it('are found before the build', () => {
    const { image: _, cluster: __, ...rest } = input({ appSpec });
    expect(() => precheck(rest))
      .to.throw(Failure)
      .with.deep.property('details', told);
  });

  it('do not make a missing KEDA be told twice', () => {
    const formation = { web: { quantity: 1, autoscaling: { triggers: [http()] } } };
    expect(release({ appSpec: { formation } }).warnings).to.deep.equal([
      'KEDA is not installed in the cluster: web runs 1 without autoscaling until it is',
    ]);
  });
});

describe('the http trigger', () => {
  const web = (trigger: ReturnType<typeof http>, domains = ['d.example.com']) =>
    release({ cluster, settings: { domains }, appSpec: { formation: formation({ triggers: [trigger] }) } });

  it('measures requests per second unless told otherwise', () => {
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

  it('is left out where no request can reach it', () => {
    const spec = web(http(), []);
    expect(spec.processes[0]!.autoscaling).to.equal(undefined);
    expect(spec.warnings.join()).to.match(/without a domain/);
    expect(web(http()).routing!.interceptor).to.equal(true);
  });

  it('is refused with figures that mean nothing, and for other processes', () => {
    const wrong = http({ scale_by: 'mood', request_rate_target_value: '0' });
    const settings = { domains: ['d.example.com'] };
    expect(
      problems({ cluster, settings, appSpec: { formation: formation({ triggers: [wrong] }) } }),
    ).to.have.length(2);
    const worker = { worker: { quantity: 1, autoscaling: { triggers: [http()] } } };
    const procfile = { web: 'a', worker: 'b' };
    expect(problems({ cluster, settings, appSpec: { procfile, formation: worker } }).join()).to.match(
      /only for web/,
    );
  });
});
