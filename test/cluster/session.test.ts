import { readlinkSync } from 'node:fs';
import { expect } from 'chai';
import { Installation, until } from './installation.ts';
import { processesWith } from './processes.ts';

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

  /**
   * Opens a session with a terminal of 101 by 33, as `ssh -t` requests. `script` of util-linux provides the terminal.
   */
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
    const command = `stty rows 33 cols 101; exec ${ssh.join(' ')}`;
    return installation.spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      open: true,
    });
  }

  /** Counts the pods of one-off commands that are running and not terminating. */
  async function runs(): Promise<number> {
    const selector = `app.kubernetes.io/part-of=${app},app.kubernetes.io/name=run`;
    const running = ['--selector', selector, '--field-selector', 'status.phase=Running'];
    const { items } = await installation.kubeJson<{ items: { metadata: { deletionTimestamp?: string } }[] }>(
      'get',
      'pods',
      ...running,
    );
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).length;
  }

  it('run prints the output of the command and exits with its status', async () => {
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

  it('run provides the config, extra variables, and the commands of the Procfile', async () => {
    const { stdout } = await installation.dokku(['run', '-e', 'EXTRA=a b', app, 'sh', '-c', 'echo "$EXTRA"']);
    expect(stdout).to.equal('a b\n');
    const worker = installation.spawn('timeout', ['20', 'bin/dokku', 'run', app, 'worker'], {
      cwd: process.cwd(),
    });
    await until(() => worker.text().includes('worker: started'), `the worker\n${worker.text()}`);
    worker.child.kill('SIGTERM');
    await worker.ended;
  });

  it('run exits with 127 and an error for a missing program', async () => {
    const { status, text } = await installation.dokku(['run', app, 'no-such-program']);
    expect(status, text).to.equal(127);
    expect(text).to.contain('no-such-program');
  });

  it('run stops when the reader of its output disappears', async () => {
    const loop = 'while echo here; do sleep 0.05; done';
    const words = `'${process.cwd()}/bin/dokku' run ${app} sh -c '${loop}' | head -n 1`;
    const { status, text } = await installation.run('timeout', ['20', 'sh', '-c', words]);
    expect(text).to.match(/^here\n/);
    expect(status).to.equal(0);
    await until(async () => (await runs()) === 0, 'the pod to go');
  });

  it('run leaves no pod behind when it is interrupted', async () => {
    const run = installation.spawn('bin/dokku', ['run', app, 'sleep', '300'], { cwd: process.cwd() });
    await until(async () => (await runs()) > 0, 'the pod');
    run.interrupt();
    await run.ended;
    await until(async () => (await runs()) === 0, 'the pod to go');
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

  it('enter opens a terminal over SSH with the size of the window, and exits with the status of the shell', async () => {
    await installation.must('scheduler:set', app, 'shell', 'sh');
    const shell = terminal('enter', app, 'web');
    await until(() => shell.text().includes('# '), 'the prompt');
    shell.child.stdin!.write('stty size; tty\n');
    await until(() => /^33 101\r?\n\/dev\/pts\//m.test(shell.text()), `the size\n${shell.text()}`);
    const [ssh] = processesWith('ssh', '-tt', installation.key, 'enter').filter((pid) =>
      readlinkSync(`/proc/${pid}/exe`).endsWith('/ssh'),
    );
    await installation.run('stty', [
      '--file',
      readlinkSync(`/proc/${ssh}/fd/0`),
      'rows',
      '44',
      'cols',
      '202',
    ]);
    shell.child.stdin!.write('until stty size | grep "44 202"; do sleep 0.1; done; exit 5\n');
    const { status, text } = await shell.ended;
    expect(text).to.match(/^44 202\r?$/m);
    expect(status).to.equal(5);
  });

  it('enter runs a command in the named pod', async () => {
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
    // A missing pod or a process type without pods must not match another one. Any other word is a command.
    for (const process of ['web.9', 'idle']) {
      const missing = await installation.ssh(['enter', app, process, 'hostname']);
      expect(missing.status).to.equal(1);
      expect(missing.text).to.contain(`no running pod of ${process}`).and.contain('ps:report');
    }
    expect((await installation.ssh(['enter', app, 'echo', 'in', 'web'])).stdout).to.equal('in web\n');
  });

  it('logs prints the last lines of every pod, of one process, and without prefix', async () => {
    const all = await installation.must('logs', app);
    expect(all)
      .to.match(/app\[session-\w+-web-\w+-\w+\]: web: listening/)
      .and.contain('worker: started');
    const worker = await installation.must('logs', app, '--ps', 'worker', '--quiet', '--num', '1');
    expect(worker).to.equal('worker: started\n');
  });

  it('logs --tail continues after the replacement of a pod', async () => {
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
    );
    logs.interrupt();
    await logs.ended;
  });
});
