import { expect } from 'chai';
import { Installation, type Repository, until } from '../installation.ts';

interface Pods {
  items: {
    metadata: { name: string; deletionTimestamp?: string };
    spec: { terminationGracePeriodSeconds: number };
  }[];
}

/** An app.json with a check that never passes. */
const appJson = JSON.stringify({
  formation: { web: { quantity: 1 } },
  healthchecks: { web: [{ type: 'readiness', path: '/missing', wait: 1, attempts: 2 }] },
});

describe('checks and stop timeouts:', () => {
  let installation: Installation;
  let app: string;
  let repository: Repository;
  const pods = async () =>
    (await installation.kubeJson<Pods>('get', 'pods', '-l', `app.kubernetes.io/part-of=${app}`)).items;

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('checks');
    await installation.must('scheduler-k3s:set', app, 'deploy-timeout', '20s');
    repository = await installation.repository('hello', {
      'app.json': appJson,
      'config/kustomize': null,
      Dockerfile: 'FROM busybox:latest\nWORKDIR /app\nCOPY . .\nEXPOSE 22 5000\nCMD ["sh", "web.sh"]\n',
      // Ignores SIGTERM.
      'web.sh':
        'mkdir -p /tmp/www; cp index.html /tmp/www; trap "" TERM; httpd -f -p "$PORT" -h /tmp/www & wait; while true; do sleep 1; done\n',
    });
  });

  after(() => installation?.end());

  it('a check that cannot pass fails a push, unless checks are skipped', async () => {
    const refused = await repository.push(app);
    expect(refused.status).to.equal(1);
    // Once in the output of the push, once as a hint of the failure.
    const choice = 'The image exposes the ports 22 and 5000; web gets requests on port 5000.';
    expect(refused.text.split(choice), refused.text).to.have.length(3);
    await installation.must('checks:skip', app, 'web');
    expect(await installation.must('checks:report', app, '--checks-skipped-list')).to.equal('web\n');
    await repository.commit('again');
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    await until(async () => (await installation.get(app))?.includes('version 1'), 'an answer');
  });

  it('disabled checks delete the old pod before the new pod starts', async () => {
    await installation.must('ps:set', app, 'stop-timeout-seconds', '3');
    await installation.must('ps:restart', app);
    await until(async () => (await pods()).length === 1, 'the pods before to be gone');
    await installation.must('checks:disable', app);
    expect(await installation.must('checks:report', app, '--checks-skipped-list')).to.equal('none\n');
    let most = 0;
    let done = false;
    const running = installation.dokku(['ps:restart', app]).then((ended) => {
      done = true;
      return ended;
    });
    await until(async () => {
      most = Math.max(most, (await pods()).length);
      return done;
    }, 'the restart');
    const ended = await running;
    expect(ended.status, ended.text).to.equal(0);
    expect(most).to.equal(1);
  });

  it('stop-timeout-seconds limits how long a process may ignore SIGTERM', async () => {
    const [pod] = await pods();
    expect(pod!.spec.terminationGracePeriodSeconds).to.equal(3);
    const started = Date.now();
    await installation.must('ps:stop', app);
    await until(async () => (await pods()).length === 0, 'the pod to be gone');
    expect(Date.now() - started, 'milliseconds').to.be.at.least(2000);
  });

  it('wait-to-retire keeps an old pod serving next to the new pod', async () => {
    await installation.must('checks:enable', app);
    await installation.must('checks:skip', app);
    await installation.must('checks:set', app, 'wait-to-retire', '8');
    await installation.must('ps:start', app);
    const [old] = await pods();
    await installation.must('ps:restart', app);
    const leaving = (await pods()).find(({ metadata }) => metadata.name === old!.metadata.name);
    expect(leaving?.metadata.deletionTimestamp).to.be.a('string');
    expect(leaving?.spec.terminationGracePeriodSeconds).to.equal(11);
    await until(
      async () => !(await pods()).some(({ metadata }) => metadata.name === old!.metadata.name),
      'the old pod to be gone',
    );
  });
});
