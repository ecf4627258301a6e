import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { Installation, until } from './installation.ts';

interface Deployment {
  spec: { replicas: number };
}

const hour = new Date().getUTCHours();

/** Active all day but for its last minute, in a time zone where that is not near. */
const allDay = {
  timezone: hour >= 3 && hour < 20 ? 'Etc/UTC' : 'Asia/Tokyo',
  start: '0 0 * * *',
  end: '59 23 * * *',
  desiredReplicas: '3',
};

function appJson(autoscaling: object | undefined): string {
  return JSON.stringify({ formation: { web: { quantity: 1, autoscaling }, worker: { quantity: 0 } } });
}

describe('autoscaling with KEDA', () => {
  let installation: Installation;

  before(async function () {
    this.timeout(600_000);
    execFileSync('scripts/engine/engine', ['addon', 'keda'], { stdio: 'ignore' });
    installation = await Installation.start();
  });

  after(async () => {
    const other = `${installation?.namespace}-other`;
    await installation?.kubectl('delete', 'namespace', other, '--ignore-not-found', '--wait=false');
    await installation?.end();
  });

  it('scales an app up, is not fought by a deploy or a stop, and lets go when it is taken away', async function () {
    this.timeout(300_000);
    const app = await installation.create('scaled');
    const autoscaling = {
      min_quantity: 1,
      max_quantity: 5,
      polling_interval_seconds: 2,
      triggers: [{ type: 'cron', metadata: allDay }],
    };
    const repository = await installation.repository('hello', { 'app.json': appJson(undefined) });
    expect((await repository.push(app)).status).to.equal(0);
    const replicas = async (namespace = installation.namespace) =>
      (await installation.kubeJson<Deployment>('get', 'deployment', `${app}-web`, '--namespace', namespace))
        .spec.replicas;
    const condition = (type: string) => {
      const path = `{.status.conditions[?(@.type=="${type}")].status}`;
      return installation.kubectl('get', 'scaledobject', `${app}-web`, '-o', `jsonpath=${path}`);
    };
    expect(await replicas()).to.equal(1);

    await repository.commit('scale', { 'app.json': appJson(autoscaling) });
    const scaled = await repository.push(app);
    expect(scaled.status, scaled.text).to.equal(0);
    await until(async () => (await replicas()) === 3, 'three pods', 90);

    await repository.commit('change', { 'index.html': 'version two\n' });
    const push = repository.startPush(app);
    const seen = new Set<number>();
    while (push.child.exitCode === null) seen.add(await replicas());
    expect((await push.ended).status).to.equal(0);
    expect([...seen]).to.deep.equal([3]);

    // Stopped, it stays down: KEDA has said that it holds it, and looks again every two seconds.
    await installation.must('ps:stop', app);
    await until(async () => (await condition('Paused')) === 'True', 'KEDA to pause');
    const hpas = () => installation.kubectl('get', 'hpa', '-o', 'name');
    await until(async () => (await hpas()) === '', 'the autoscaler to go');
    expect(await replicas()).to.equal(0);
    await installation.must('ps:start', app);
    await until(async () => (await replicas()) === 3, 'three pods again', 90);
    expect(await condition('Paused')).to.not.equal('True');

    // In another namespace it begins with as many pods as it had.
    const other = `${installation.namespace}-other`;
    await installation.must('scheduler-k3s:set', app, 'namespace', other);
    await installation.must('ps:restart', app);
    expect(await replicas(other)).to.equal(3);
    await installation.must('scheduler-k3s:set', app, 'namespace');

    await repository.commit('fixed', { 'app.json': appJson(undefined) });
    expect((await repository.push(app)).status).to.equal(0);
    expect(await replicas()).to.equal(1);
    expect(await installation.kubectl('get', 'scaledobjects', '-o', 'name')).to.equal('');
  });
});
