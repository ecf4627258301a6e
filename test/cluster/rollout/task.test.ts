import { PassThrough } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { Failure } from '../../../src/core/failure.ts';
import { Output } from '../../../src/core/output.ts';
import type { Job } from '../../../src/kube/types.ts';
import { waitFor } from '../../../src/kube/wait.ts';
import { runTask, type TaskOptions } from '../../../src/rollout/tasks/task.ts';
import { Script, shell, Workspace } from './workspace.ts';

describe('rollout: a task', () => {
  const workspace = new Workspace();
  before(() => workspace.open());
  after(() => workspace.close());

  const job = (name: string, command: string[], container: object = {}, image = 'busybox') =>
    ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace: workspace.namespace, labels: workspace.labels('shop', 'run') },
      spec: {
        backoffLimit: 0,
        template: {
          metadata: { labels: workspace.labels('shop', 'run') },
          spec: {
            restartPolicy: 'Never',
            terminationGracePeriodSeconds: 0,
            containers: [{ name: 'run', image, command, ...container }],
          },
        },
      },
    }) as Job;

  async function runJob(manifest: Job, options: Partial<TaskOptions> = {}) {
    const script = new Script();
    const signal = new AbortController().signal;
    const all = { app: 'shop', label: 'the predeploy task', out: script.out, signal, ...options };
    const outcome = await runTask(workspace.kube, manifest, all).catch((error: unknown) => {
      if (error instanceof Failure) return error;
      throw error;
    });
    return { outcome, said: script.text };
  }

  const exists = async (name: string) => {
    const found = await workspace.kube.get<Job>({
      apiVersion: 'batch/v1',
      kind: 'Job',
      namespace: workspace.namespace,
      name,
    });
    return found !== undefined && found.metadata.deletionTimestamp === undefined;
  };

  it('streams its log and resolves to the exit status of the container', async () => {
    const { outcome, said } = await runJob(job('migrate', shell('echo one; sleep 1; echo two >&2; exit 3')));
    expect(outcome).to.equal(3);
    expect(said).to.equal('       one\n       two\n');
  });

  it('loses no line when it exits at once', async () => {
    const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`);
    const { outcome, said } = await runJob(
      job('quick', shell('for i in $(seq 0 499); do echo line $i; done')),
      { style: 'raw' },
    );
    expect(outcome).to.equal(0);
    expect(said).to.equal(`${lines.join('\n')}\n`);
  });

  it('is diagnosed when it cannot start, and its Job is deleted', async () => {
    const { outcome } = await runJob(
      job('nothing', ['true'], {}, `${clusterUnderTest().registry}/rollout/nothing:1`),
    );
    expect((outcome as Failure).code).to.equal('rollout.image-missing');
    expect((outcome as Failure).message).to.match(/^the predeploy task: the image/);
    expect(await exists('nothing')).to.equal(false);
    const { outcome: command } = await runJob(job('nowhere', ['no-such-program']));
    expect((command as Failure).code).to.equal('rollout.command');
  });

  it('is stopped when it exceeds its time-out', async () => {
    const { outcome } = await runJob(job('long', shell('echo started; sleep 600')), { timeout: 5000 });
    expect((outcome as Failure).message).to.equal(
      'The predeploy task was stopped because it took longer than 5.0 s',
    );
    expect(await exists('long')).to.equal(false);
  });

  it('is deleted when it is cancelled', async () => {
    const controller = new AbortController();
    const { outcome } = await runJob(job('cancelled', shell('echo started; sleep 600')), {
      signal: controller.signal,
      onPod: () => controller.abort(),
    });
    expect((outcome as Failure).code).to.equal('cancelled');
    expect(await exists('cancelled')).to.equal(false);
  });

  it('does not touch an existing Job with its name', async () => {
    await workspace.kube.create(job('taken', shell('sleep 60')));
    const { outcome } = await runJob(job('taken', ['true']));
    expect((outcome as Failure).code).to.equal('kube.conflict');
    expect(await exists('taken')).to.equal(true);
  });

  it('fails when its Job is deleted by someone else', async () => {
    const running = runJob(job('deleted', shell('echo started; sleep 600')));
    const ref = { apiVersion: 'batch/v1', kind: 'Job', namespace: workspace.namespace };
    await waitFor<Job, true>(
      workspace.kube,
      { ...ref, fieldSelector: 'metadata.name=deleted' },
      ([found]) => (found?.status?.active ? true : undefined),
      { signal: AbortSignal.timeout(240_000), what: 'the task to run' },
    );
    await workspace.kube.delete({ ...ref, name: 'deleted' });
    expect(((await running).outcome as Failure).code).to.equal('rollout.task-ended');
  });

  /** A task that exits with status 0 on SIGTERM, like a program that closes its database connection first. */
  const polite = (name: string, spec: object = {}) => {
    const made = job(name, shell("trap 'exit 0' TERM; echo started; while true; do sleep 1 & wait $!; done"));
    const { template } = made.spec;
    const pod = { ...template.spec, terminationGracePeriodSeconds: 10 };
    return { ...made, spec: { ...made.spec, ...spec, template: { ...template, spec: pod } } } as Job;
  };

  it('does not count as successful after SIGTERM, even with status 0', async () => {
    const ref = { apiVersion: 'batch/v1', kind: 'Job', namespace: workspace.namespace, name: 'told' };
    const { outcome } = await runJob(polite('told'), {
      out: new Output({
        stdout: { write: (said) => void (said.includes('started') && workspace.kube.delete(ref)) },
        stderr: { write: () => {} },
      }),
    });
    expect((outcome as Failure).code).to.equal('rollout.task-ended');
  });

  it('reports that the cluster stopped it at its deadline', async () => {
    const { outcome } = await runJob(polite('deadline', { activeDeadlineSeconds: 3 }));
    expect((outcome as Failure).code).to.equal('rollout.task-timeout');
    expect((outcome as Failure).message).to.equal(
      'The predeploy task was stopped because it took longer than 3.0 s',
    );
  });

  it('keeps all bytes, the input and both outputs apart when it is piped', async () => {
    const stdin = new PassThrough();
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const printed = Promise.all([buffer(stdout), text(stderr)]);
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 256));
    stdin.end(bytes);
    const piped = shell('sleep 1; cat; echo done >&2');
    const { outcome } = await runJob(job('piped', piped, { stdin: true, stdinOnce: true }), {
      attach: { stdin, stdout, stderr },
    });
    stdout.end();
    stderr.end();
    expect(outcome).to.equal(0);
    const [out, err] = await printed;
    expect(out.equals(bytes)).to.equal(true);
    expect(err).to.equal('done\n');
  });

  it('shows its output to an attached client even if it exits at once', async () => {
    for (const tty of [true, false]) {
      const stdout = new PassThrough();
      const printed = text(stdout);
      const terminal = tty
        ? { size: () => ({ columns: 80, rows: 24 }), onResize: () => () => {} }
        : undefined;
      const { outcome } = await runJob(
        job(`brief-${tty}`, shell('echo hello'), { stdin: true, stdinOnce: true, tty }),
        {
          attach: { stdin: new PassThrough(), stdout, terminal },
        },
      );
      stdout.end();
      expect(outcome).to.equal(0);
      expect((await printed).replaceAll('\r', '')).to.equal('hello\n');
    }
  });

  it('loses and repeats no line while a client is attached', async () => {
    const lines = 200_000;
    const count = `i=0; while [ $i -lt ${lines} ]; do i=$((i+1)); echo $i; done`;
    const stdout = new PassThrough();
    const printed = text(stdout);
    const { outcome } = await runJob(job('fast', shell(count), { stdin: true, stdinOnce: true }), {
      attach: { stdin: new PassThrough(), stdout, stderr: new PassThrough() },
    });
    stdout.end();
    expect(outcome).to.equal(0);
    const said = (await printed).split('\n');
    const first = said.findIndex((line, index) => line !== String(index + 1));
    expect(first, `${said.slice(first - 1, first + 2)} of ${said.length}`).to.equal(lines);
  });

  it('shows the beginning of endless output', async () => {
    const stdout = new PassThrough();
    const controller = new AbortController();
    const running = runJob(job('endless', ['yes'], { stdin: true, stdinOnce: true }), {
      attach: { stdin: new PassThrough(), stdout, stderr: new PassThrough() },
      signal: controller.signal,
    });
    for await (const chunk of stdout as AsyncIterable<Buffer>) {
      expect(String(chunk)).to.match(/^(y\n)+y?$/);
      break;
    }
    controller.abort();
    expect(((await running).outcome as Failure).code).to.equal('cancelled');
  });

  it('attaches an interactive client from the first line on, with the size of the terminal', async () => {
    const stdin = new PassThrough();
    const stdout = new PassThrough();
    const printed = text(stdout);
    const terminal = { size: () => ({ columns: 101, rows: 41 }), onResize: () => () => {} };
    let seen = '';
    stdout.on('data', (chunk: Buffer) => {
      // The word can be split: one part printed before the attachment, the other part after it.
      const before = seen.includes('ready');
      seen += chunk;
      if (!before && seen.includes('ready')) stdin.write('stty size; exit 4\r');
    });
    const container = { stdin: true, stdinOnce: true, tty: true };
    const { outcome } = await runJob(
      job('shell', shell('echo welcome; sleep 1; echo ready; exec sh'), container),
      {
        attach: { stdin, stdout, terminal },
        signal: AbortSignal.timeout(240_000),
      },
    ).catch((error: unknown) => ({ outcome: error }));
    stdout.end();
    expect(outcome, `It printed: ${JSON.stringify(seen)}`).to.equal(4);
    expect((await printed).replaceAll('\r', ''))
      .to.match(/^welcome\nready\n/)
      .and.to.contain('\n41 101\n');
  });
});
