import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { describeWithEngine } from './engine-only.ts';
import { Installation, launcher, until } from './installation.ts';

interface Deployment {
  spec: { replicas: number };
}

interface ScaledObject {
  status: { conditions: { type: string; status: string }[] };
}

const hour = new Date().getUTCHours();

/** Active all day but for its last minute, in a time zone where that is not near. */
const allDay = {
  timezone: hour >= 3 && hour < 20 ? 'Etc/UTC' : 'Asia/Tokyo',
  start: '0 0 * * *',
  end: '59 23 * * *',
  desiredReplicas: '3',
};

/** Web by the clock, and a worker by how long the queue is that another process tells. */
function appJson(worker: object | undefined, queue?: object): string {
  const byClock = {
    min_quantity: 1,
    max_quantity: 5,
    polling_interval_seconds: 2,
    triggers: [{ type: 'cron', metadata: allDay }],
  };
  return JSON.stringify({
    formation: {
      web: { quantity: 1, autoscaling: worker && byClock },
      queue: { quantity: 1, service: { exposed: true }, autoscaling: queue },
      worker: { quantity: 1, autoscaling: worker },
    },
  });
}

describeWithEngine('autoscaling with KEDA', 'the add-on keda of the engine', () => {
  let installation: Installation;

  before(async () => {
    execFileSync('scripts/engine/engine', ['addon', 'keda'], { stdio: 'ignore' });
    installation = await Installation.start();
  });

  after(async () => {
    const other = `${installation?.namespace}-other`;
    await installation?.kubectl('delete', 'namespace', other, '--ignore-not-found', '--wait=false');
    await installation?.end();
  });

  it('scales up and down by triggers, is not fought by deploys in between, and lets go when it is taken away', async () => {
    const app = await installation.create('scaled');
    const url = `http://[[ .APP_NAME ]]-queue.${installation.namespace}.svc.cluster.local:5000/length.json`;
    const byLength = {
      min_quantity: 0,
      max_quantity: 2,
      polling_interval_seconds: 2,
      cooldown_seconds: 3,
      triggers: [{ type: 'metrics-api', metadata: { url, valueLocation: 'length', targetValue: '5' } }],
    };
    const repository = await installation.repository('hello', {
      'app.json': appJson(undefined),
      Procfile: 'web: sh web.sh\nqueue: sh queue.sh\nworker: sh worker.sh\n',
      'queue.sh':
        'mkdir -p /tmp/www; echo \'{"length": 50}\' >/tmp/www/length.json; exec httpd -f -p "$PORT" -h /tmp/www\n',
      'config/kustomize': null,
    });
    const push = async () => {
      const { status, text } = await repository.push(app);
      expect(status, text).to.equal(0);
      return text;
    };
    const replicas = async (process: string, namespace = installation.namespace) =>
      (
        await installation.kubeJson<Deployment>(
          'get',
          'deployment',
          `${app}-${process}`,
          '--namespace',
          namespace,
        )
      ).spec.replicas;
    /** Pushes a change of the code; the numbers of containers that were wanted meanwhile. */
    const pushChange = async (message: string, files: Record<string, string>) => {
      await repository.commit(message, { 'index.html': `${message}\n`, ...files });
      const seen = { web: new Set<number>(), worker: new Set<number>() };
      const pushing = repository.startPush(app);
      while (pushing.child.exitCode === null) {
        seen.web.add(await replicas('web'));
        seen.worker.add(await replicas('worker'));
      }
      expect((await pushing.ended).status).to.equal(0);
      return { web: [...seen.web], worker: [...seen.worker] };
    };

    const podsOf = (process: string) =>
      installation.kubectl('get', 'pods', '-l', `app.kubernetes.io/instance=${app}-${process}`, '-o', 'name');
    const pausedAt = async (name: string) => {
      const { status } = await installation.kubeJson<ScaledObject>('get', 'scaledobject', name);
      return status.conditions.some(
        (condition) => condition.type === 'Paused' && condition.status === 'True',
      );
    };

    await push();
    expect(await replicas('web')).to.equal(1);
    const useless = { triggers: [{ type: 'cron', metadata: { start: 'early' } }] };
    await repository.commit('scale', { 'app.json': appJson(byLength, useless) });
    expect(await push()).to.match(/KEDA does not scale queue: error parsing cron metadata: .*"timezone"/);
    await until(async () => (await replicas('web')) === 3, 'three pods of web');
    await until(async () => (await replicas('worker')) === 2, 'two pods of the worker');
    expect(await pushChange('changed', { 'app.json': appJson(byLength) })).to.deep.equal({
      web: [3],
      worker: [2],
    });

    await installation.must(
      'enter',
      app,
      'queue',
      'sh',
      '-c',
      'echo \'{"length": 0}\' >/tmp/www/length.json',
    );
    await until(async () => (await replicas('worker')) === 0, 'no pod of the worker');
    // The queue keeps its pod, and so its length.
    const restarted = installation.spawn(launcher, ['ps:restart', app, 'web']);
    const meanwhile = new Set<number>();
    while (restarted.child.exitCode === null) meanwhile.add(await replicas('worker'));
    expect((await restarted.ended).status).to.equal(0);
    expect([...meanwhile]).to.deep.equal([0]);

    await installation.must('ps:stop', app);
    // The clock wants three of them all the time.
    await until(() => pausedAt(`${app}-web`), 'KEDA to pause');
    await until(async () => !(await podsOf('web')), 'the pods to be gone');
    expect(await replicas('web')).to.equal(0);
    await installation.must('ps:start', app);
    expect(await replicas('web')).to.be.at.least(1);
    await until(async () => (await replicas('web')) === 3, 'three pods of web again');

    // In another namespace it begins with as many pods as it had.
    const other = `${installation.namespace}-other`;
    await installation.must('scheduler-k3s:set', app, 'namespace', other);
    await installation.must('ps:restart', app);
    expect(await replicas('web', other)).to.equal(3);
    await installation.must('scheduler-k3s:set', app, 'namespace');

    await repository.commit('fixed', { 'app.json': appJson(undefined) });
    await push();
    expect(await replicas('web')).to.equal(1);
    expect(await replicas('worker')).to.equal(1);
    expect(await installation.kubectl('get', 'scaledobjects', '-o', 'name')).to.equal('');
  });
});
