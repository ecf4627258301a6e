import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { exec, type StreamOptions } from '../../../src/kube/exec.ts';
import { readLogs } from '../../../src/kube/logs.ts';
import type { Pod } from '../../../src/kube/types.ts';
import { waitFor } from '../../../src/kube/wait.ts';
import { podsOf } from '../../../src/rollout/objects/pods.ts';
import { isStaleConfig, pruneSecrets } from '../../../src/rollout/objects/secrets.ts';
import { followLogs } from '../../../src/rollout/streams/follow-logs.ts';
import { forever, shell, Workspace } from './workspace.ts';

describe('rollout: streams of pods, and Secrets of releases', () => {
  const workspace = new Workspace();
  let pod: { namespace: string; name: string };

  before(async () => {
    await workspace.open();
    await workspace.deploy('shop', { command: forever });
    await workspace.watch('shop');
    const [first] = await podsOf(workspace.kube, { namespace: workspace.namespace, app: 'shop' });
    pod = { namespace: workspace.namespace, name: first!.metadata.name };
  });
  after(() => workspace.close());

  async function execute(command: string[], options: Partial<StreamOptions> = {}) {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const printed = Promise.all([text(stdout), text(stderr)]);
    const signal = AbortSignal.timeout(240_000);
    const status = await exec(workspace.kube, pod, 'shop-web', command, {
      stdout,
      stderr,
      signal,
      ...options,
    });
    stdout.end();
    stderr.end();
    const [out, err] = await printed;
    return { status, out, err };
  }

  it('forward the exit status and keep both outputs apart', async () => {
    expect(await execute(shell('echo out; echo err >&2; exit 42'))).to.deep.equal({
      status: 42,
      out: 'out\n',
      err: 'err\n',
    });
  });

  it('transfer megabytes in both directions, and the end of the input', async () => {
    const block = Buffer.alloc(64 * 1024, 'x');
    const stdin = Readable.from(Array.from({ length: 80 }, () => block));
    const { status, out } = await execute(shell('cat | tee /dev/stderr | wc -c'), { stdin });
    expect(status).to.equal(0);
    expect(out).to.equal(`${80 * block.length}\n`);
  });

  it('pass arguments unchanged', async () => {
    const { out } = await execute(['echo', '-n', 'a b', '$HOME; exit 1', '"ü"']);
    expect(out).to.equal('a b $HOME; exit 1 "ü"');
  });

  it('lose no output of a terminal whose input has ended', async () => {
    const stdin = Readable.from([]);
    const terminal = { size: () => ({ columns: 80, rows: 24 }), onResize: () => () => {} };
    const { out } = await execute(['sh', '-c', 'sleep 0.3; echo late'], { stdin, terminal });
    expect(out).to.contain('late');
  });

  it('report that a program does not exist', async () => {
    const failed = await execute(['no-such-program']).catch(
      (error: { message: string; exitStatus: number }) => error,
    );
    expect(failed).to.include({
      message: 'no-such-program does not exist in the container',
      exitStatus: 127,
    });
  });

  it('report that a pod no longer exists', async () => {
    const stdout = new PassThrough();
    const signal = AbortSignal.timeout(240_000);
    const failed = await exec(workspace.kube, { ...pod, name: 'gone' }, 'web', ['true'], {
      stdout,
      signal,
    }).catch((error: { code: string; message: string }) => error);
    expect(failed).to.include({
      code: 'kube.exec-refused',
      message: 'Could not run a command in pod gone: the pod no longer exists',
    });
  });

  it('close when their signal is aborted', async () => {
    const failed = await execute(['sleep', '600'], { signal: AbortSignal.timeout(500) }).catch(
      (error: { code: string }) => error,
    );
    expect(failed).to.include({ code: 'cancelled' });
  });

  it('follow the logs of an app across the replacement of its pods', async () => {
    const print = (version: string) => ({
      command: shell(`echo version ${version}; trap exit TERM; while true; do sleep 1; done`),
    });
    await workspace.deploy('talk', print('one'));
    await workspace.watch('talk');
    const stop = new AbortController();
    const lines: string[] = [];
    const { promise: heardBoth, resolve } = Promise.withResolvers<void>();
    const { promise: heardOne, resolve: first } = Promise.withResolvers<void>();
    const following = followLogs(
      workspace.kube,
      {
        namespace: workspace.namespace,
        app: 'talk',
        processes: ['web'],
        follow: true,
        onLine: (line, { process }) => {
          lines.push(`${process}: ${line}`);
          first();
          if (lines.length === 2) resolve();
        },
      },
      stop.signal,
    );
    await heardOne;
    await workspace.deploy('talk', print('two'));
    await heardBoth;
    stop.abort();
    expect(await following).to.equal(2);
    expect(lines).to.deep.equal(['web: version one', 'web: version two']);
  });

  it('follow a container across restarts, and read the log of its previous run', async () => {
    await workspace.deploy('phoenix', { command: shell('echo born; sleep 1; exit 1') });
    const signal = AbortSignal.timeout(240_000);
    const name = await waitFor<Pod, { namespace: string; name: string }>(
      workspace.kube,
      {
        apiVersion: 'v1',
        kind: 'Pod',
        namespace: workspace.namespace,
        labelSelector: 'app.kubernetes.io/part-of=phoenix',
      },
      ([found]) => found && { namespace: workspace.namespace, name: found.metadata.name },
      { signal, what: 'the pod to be created' },
    );
    const lines: string[] = [];
    for await (const line of readLogs(workspace.kube, name, { follow: true, signal })) {
      if (lines.push(line) === 2) break;
    }
    expect(lines).to.deep.equal(['born', 'born']);
    const before: string[] = [];
    for await (const line of readLogs(workspace.kube, name, { previous: true, signal })) before.push(line);
    expect(before).to.deep.equal(['born']);

    const all: string[] = [];
    const ofApp = {
      namespace: workspace.namespace,
      app: 'phoenix',
      onLine: (line: string) => all.push(line),
    };
    expect(await followLogs(workspace.kube, ofApp, signal)).to.equal(1);
    expect(all[0]).to.match(/^=====> Log of the previous container, which exited with status 1 at /);
    expect(all[1]).to.equal('born');
  });

  it('are pruned for one app only, except the config of kept releases', async () => {
    const { namespace, kube } = workspace;
    const write = (app: string, name: string, hash?: string) => {
      const labels = { 'app.kubernetes.io/part-of': app, ...(hash && { 'dokku.com/config-hash': hash }) };
      const annotations = hash && { 'dokku.com/managed': 'true' };
      return kube.create({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace, labels, ...(annotations && { annotations }) },
        immutable: hash !== undefined,
      });
    };
    for (const hash of ['aaa', 'bbb', 'ccc']) await write('shop', `config-shop-${hash}`, hash);
    await write('shop-x', 'config-shop-x-ddd', 'ddd');
    await write('shop', 'config-shop-of-a-person');
    const prune = () =>
      pruneSecrets(kube, { namespace, app: 'shop' }, (secret) => isStaleConfig(secret, ['bbb']));
    expect(await prune()).to.have.members(['config-shop-aaa', 'config-shop-ccc']);
    expect(await prune()).to.deep.equal([]);
  });
});
