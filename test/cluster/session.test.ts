import { expect } from 'chai';
import { Installation, until } from './installation.ts';

describe('sessions with a running app', () => {
  let installation: Installation;
  let app: string;

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('session');
    const repository = await installation.repository('hello', {
      Procfile: 'web: sh web.sh\nworker: sh worker.sh\nidle: sh worker.sh\n',
    });
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
  });

  after(() => installation?.end());

  /** A session with a terminal, as `ssh -t` asks for; util-linux' script gives us one to type on. */
  function terminal(...words: string[]) {
    const ssh = [
      'ssh',
      '-tt',
      ...installation.sshOptions(),
      '-p',
      String(installation.port),
      'dokku@127.0.0.1',
      ...words,
    ];
    return installation.spawn('script', ['--quiet', '--return', '--command', ssh.join(' '), '/dev/null'], {
      open: true,
    });
  }

  it('run prints what the command prints and passes its exit status on', async () => {
    const good = await installation.ssh(['run', app, 'echo', 'one', 'two']);
    expect(good).to.include({ status: 0, stdout: 'one two\n' });
    expect((await installation.dokku(['run', app, '--', 'echo', '--', 'three'])).stdout).to.equal(
      '-- three\n',
    );
    const bad = await installation.ssh(['run', app, "sh -c 'echo why >&2; exit 42'"]);
    expect(bad.status).to.equal(42);
    expect(bad.text).to.contain('why');
  });

  it('run reads standard input', async () => {
    const { stdout } = await installation.ssh(['run', app, 'cat'], { input: 'through and through\n' });
    expect(stdout).to.equal('through and through\n');
  });

  it('run knows the config, variables of its own, and the commands of the Procfile', async () => {
    const { stdout } = await installation.dokku(['run', '-e', 'EXTRA=a b', app, 'sh', '-c', 'echo "$EXTRA"']);
    expect(stdout).to.equal('a b\n');
    const worker = installation.spawn('timeout', ['20', 'bin/dokku', 'run', app, 'worker'], {
      cwd: process.cwd(),
    });
    await until(() => worker.text().includes('worker: started'), `the worker\n${worker.text()}`);
    worker.child.kill('SIGTERM');
    await worker.ended;
  });

  it('run refuses a program that is not there with 127 or 126 and says so', async () => {
    const { status, text } = await installation.dokku(['run', app, 'no-such-program']);
    expect(status, text).to.be.oneOf([126, 127, 1]);
    expect(text).to.contain('no-such-program');
  });

  it('run leaves no pod behind when it is interrupted', async () => {
    const run = installation.spawn('bin/dokku', ['run', app, 'sleep', '300'], { cwd: process.cwd() });
    const jobs = () =>
      installation.kubectl(
        'get',
        'pods',
        '-l',
        `app.kubernetes.io/part-of=${app},app.kubernetes.io/name=run`,
        '--field-selector=status.phase=Running',
        '-o',
        'name',
      );
    await until(async () => (await jobs()) !== '', 'the pod');
    run.interrupt();
    await run.ended;
    await until(async () => (await jobs()) === '', 'the pod to go', 60);
  });

  it('run:detached prints the pod, run:list shows it, run:logs reads it, run:stop ends it', async () => {
    const script = "trap 'exit 0' TERM; echo working; while true; do sleep 1; done";
    const pod = (await installation.must('run:detached', app, 'sh', '-c', script)).trim();
    expect(pod).to.match(new RegExp(`^${app}-run-`));
    const list = async () =>
      JSON.parse(await installation.must('run:list', app, '--format', 'json')).map(
        ({ name, state }: { name: string; state: string }) => `${name} ${state}`,
      );
    await until(async () => (await list()).includes(`${pod} running`), 'the command to run');
    await until(
      async () =>
        (await installation.dokku(['run:logs', app, '--container', pod, '-q'])).stdout === 'working\n',
      'its output',
    );
    const other = await installation.dokku(['run:stop', app, '--container', 'no-such-pod']);
    expect(other).to.include({ status: 1 });
    const stop = await installation.must('run:stop', app, '--container', pod);
    expect(stop).to.contain(`Stopping ${app}-run-`);
    expect((await list()).join()).not.to.contain(pod);
    expect((await installation.dokku(['run:logs', app, '--container', pod])).status).to.equal(1);
  });

  it('enter opens a terminal through SSH, with the size of the window, and passes the exit status on', async () => {
    await installation.must('scheduler:set', app, 'shell', 'sh');
    const shell = terminal('enter', app, 'web');
    await until(() => shell.text().includes('# '), 'the prompt');
    shell.child.stdin!.write('stty size; tty; exit 5\n');
    const { status, text } = await shell.ended;
    expect(text)
      .to.match(/\d+ \d+/)
      .and.contain('/dev/pts/');
    expect(status).to.equal(5);
  });

  it('enter runs a command in the pod that was asked for', async () => {
    const { stdout } = await installation.ssh(['enter', app, 'web.2', 'hostname']);
    const pods = (
      await installation.kubectl('get', 'pods', '-l', `app.kubernetes.io/instance=${app}-web`, '-o', 'name')
    ).split('\n');
    expect(pods).to.include(`pod/${stdout.trim()}`);
    const [pod] = pods.map((name) => name.replace('pod/', ''));
    for (const words of [
      ['enter', app, '--container-id', pod!, 'hostname'],
      ['enter', '--container-id', pod!, app, 'hostname'],
    ])
      expect((await installation.ssh(words)).stdout).to.equal(`${pod}\n`);
    // A process without pods is not another one's, and a word that names none is a command.
    for (const process of ['web.9', 'idle']) {
      const missing = await installation.ssh(['enter', app, process, 'hostname']);
      expect(missing.status).to.equal(1);
      expect(missing.text).to.contain(`no running pod of ${process}`).and.contain('ps:report');
    }
    expect((await installation.ssh(['enter', app, 'echo', 'in', 'web'])).stdout).to.equal('in web\n');
  });

  it('logs shows the last lines of every pod, of one process, without prefix', async () => {
    const all = await installation.must('logs', app);
    expect(all)
      .to.match(/app\[session-\w+-web-\w+-\w+\]: web: listening/)
      .and.contain('worker: started');
    const worker = await installation.must('logs', app, '--ps', 'worker', '--quiet', '--num', '1');
    expect(worker).to.equal('worker: started\n');
  });

  it('logs --tail survives the replacement of a pod', async () => {
    const logs = installation.spawn('bin/dokku', ['logs', app, '--tail', '--ps', 'worker'], {
      cwd: process.cwd(),
    });
    await until(() => logs.text().includes('worker: started'), 'the first line');
    await installation.kubectl(
      'delete',
      'pod',
      '-l',
      `app.kubernetes.io/instance=${app}-worker`,
      '--wait=false',
    );
    await until(
      () => (logs.text().match(/worker: started/g) ?? []).length >= 2,
      `the new pod\n${logs.text()}`,
      60,
    );
    logs.interrupt();
    await logs.ended;
  });
});
