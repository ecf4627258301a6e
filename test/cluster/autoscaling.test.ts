import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { describeWithEngine } from './engine-only.ts';
import { Installation, launcher, type Repository, type Running, until } from './installation.ts';

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

/** Scales web by the clock, and the worker by the length of the queue that another process reports. */
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

const metricsApi = (namespace: string) => ({
  min_quantity: 0,
  max_quantity: 2,
  polling_interval_seconds: 2,
  cooldown_seconds: 3,
  triggers: [
    {
      type: 'metrics-api',
      metadata: {
        url: `http://[[ .APP_NAME ]]-queue.${namespace}.svc.cluster.local:5000/length.json`,
        valueLocation: 'length',
        targetValue: '5',
      },
    },
  ],
});

// Each test continues with the app as the test before it left the app: KEDA takes seconds for every change.
describeWithEngine('autoscaling with KEDA', 'the add-on keda of the engine', () => {
  let installation: Installation;
  let app: string;
  let repository: Repository;
  let other: string;

  async function push(): Promise<string> {
    const { status, text } = await repository.push(app);
    expect(status, text).to.equal(0);
    return text;
  }

  async function replicas(process: string, namespace = installation.namespace): Promise<number> {
    const name = `${app}-${process}`;
    return (await installation.kubeJson<Deployment>('get', 'deployment', name, '--namespace', namespace)).spec
      .replicas;
  }

  /** The numbers of pods that a process was scaled to while a command ran, which must succeed. */
  async function replicasDuring(running: Running, ...processes: string[]): Promise<Record<string, number[]>> {
    const seen = new Map(processes.map((process) => [process, new Set<number>()]));
    while (running.child.exitCode === null)
      for (const [process, numbers] of seen) numbers.add(await replicas(process));
    const { status, text } = await running.ended;
    expect(status, text).to.equal(0);
    return Object.fromEntries([...seen].map(([process, numbers]) => [process, [...numbers]]));
  }

  async function isPaused(name: string): Promise<boolean> {
    const { status } = await installation.kubeJson<ScaledObject>('get', 'scaledobject', name);
    return status.conditions.some((condition) => condition.type === 'Paused' && condition.status === 'True');
  }

  before(async () => {
    execFileSync('scripts/engine/engine', ['addon', 'keda'], { stdio: 'ignore' });
    installation = await Installation.start();
    other = `${installation.namespace}-other`;
    app = await installation.create('scaled');
    repository = await installation.repository('hello', {
      'app.json': appJson(undefined),
      Procfile: 'web: sh web.sh\nqueue: sh queue.sh\nworker: sh worker.sh\n',
      'queue.sh':
        'mkdir -p /tmp/www; echo \'{"length": 50}\' >/tmp/www/length.json; exec httpd -f -p "$PORT" -h /tmp/www\n',
      'config/kustomize': null,
    });
    await push();
  });

  after(async () => {
    await installation?.kubectl('delete', 'namespace', other, '--ignore-not-found', '--wait=false');
    await installation?.end();
  });

  it('scales up by the triggers of app.json, and the push reports a trigger that KEDA refuses', async () => {
    expect(await replicas('web')).to.equal(1);
    const useless = { triggers: [{ type: 'cron', metadata: { start: 'early' } }] };
    await repository.commit('scale', { 'app.json': appJson(metricsApi(installation.namespace), useless) });
    expect(await push()).to.match(/KEDA does not scale queue: error parsing cron metadata: .*"timezone"/);
    await until(async () => (await replicas('web')) === 3, 'three pods of web');
    await until(async () => (await replicas('worker')) === 2, 'two pods of the worker');
  });

  it('keeps its numbers of pods during a deploy', async () => {
    await repository.commit('changed', {
      'index.html': 'changed\n',
      'app.json': appJson(metricsApi(installation.namespace)),
    });
    const seen = await replicasDuring(repository.startPush(app), 'web', 'worker');
    expect(seen).to.deep.equal({ web: [3], worker: [2] });
  });

  it('scales a process to no pod, also while another process is restarted', async () => {
    const empty = 'echo \'{"length": 0}\' >/tmp/www/length.json';
    await installation.must('enter', app, 'queue', 'sh', '-c', empty);
    await until(async () => (await replicas('worker')) === 0, 'no pod of the worker');
    // The queue keeps its pod, and so its length.
    const restart = installation.spawn(launcher, ['ps:restart', app, 'web']);
    expect(await replicasDuring(restart, 'worker')).to.deep.equal({ worker: [0] });
  });

  it('pauses while the app is stopped, and scales again when the app is started', async () => {
    await installation.must('ps:stop', app);
    // The cron trigger asks for three pods all the time.
    await until(() => isPaused(`${app}-web`), 'KEDA to pause');
    const web = ['get', 'pods', '-l', `app.kubernetes.io/instance=${app}-web`, '-o', 'name'];
    await until(async () => !(await installation.kubectl(...web)), 'the pods to be deleted');
    expect(await replicas('web')).to.equal(0);
    await installation.must('ps:start', app);
    expect(await replicas('web')).to.be.at.least(1);
    await until(async () => (await replicas('web')) === 3, 'three pods of web again');
  });

  it('starts with as many pods in another namespace', async () => {
    await installation.must('scheduler-k3s:set', app, 'namespace', other);
    await installation.must('ps:restart', app);
    expect(await replicas('web', other)).to.equal(3);
    await installation.must('scheduler-k3s:set', app, 'namespace');
  });

  it('ends when app.json has no triggers any more', async () => {
    await repository.commit('fixed', { 'app.json': appJson(undefined) });
    await push();
    expect(await replicas('web')).to.equal(1);
    expect(await replicas('worker')).to.equal(1);
    expect(await installation.kubectl('get', 'scaledobjects', '-o', 'name')).to.equal('');
  });
});
