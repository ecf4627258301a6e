import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { engineCommand, must, run, until } from './engine.ts';
import { webServer } from './objects.ts';
import { second as engine, makeNetwork, removeEverything } from './second-engine.ts';
import { processes, type Traces, traces } from './traces.ts';

/** A folder outside the cgroup hierarchies. */
const noHierarchy = `/sys/fs/cgroup/engine-test-${process.pid}`;

interface Component {
  name: string;
  phase: string;
  pid: number;
  restarts: number;
}

async function components(): Promise<Component[]> {
  return JSON.parse((await engine.verb('status', '--format', 'json')).stdout).components;
}

async function component(name: string): Promise<Component> {
  const found = (await components()).find((candidate) => candidate.name === name);
  if (!found) throw new Error(`there is no component ${name}`);
  return found;
}

/** Accepts more than one restart: the component may have restarted for other reasons, too. */
function isRestarted(before: Component, now: Component): boolean {
  return now.phase === 'ready' && now.pid !== before.pid && now.restarts > before.restarts;
}

async function answerOfWeb(): Promise<string> {
  const exec = ['exec', 'deployment/web', '--', 'timeout', '5', 'wget', '-qO-', 'http://web'];
  return must(await engine.kubectl(...exec));
}

/** Returns every process of the engine: supervisor, components, shims and pods. */
function everyPid(): number[] {
  const status = JSON.parse(readFileSync(join(engine.state, 'run', 'status.json'), 'utf8'));
  const records = join(engine.state, 'run', 'processes');
  const recorded = readdirSync(records).map(
    (file) => JSON.parse(readFileSync(join(records, file), 'utf8')).pid,
  );
  const mentioning = processes(engine).map((line) => Number.parseInt(line, 10));
  return [status.supervisor.pid, ...recorded, ...mentioning];
}

describe('the engine from the first up to the last down', function () {
  this.timeout(240_000);
  let untouched: Traces;

  before(async () => {
    await makeNetwork();
    await engine.verb('reset');
    mkdirSync(noHierarchy);
    // Read-only, so that no group can be created in it.
    must(await run('mount', ['-t', 'tmpfs', '-o', 'ro', 'none', noHierarchy]));
    untouched = await traces(engine);
  });

  after(async () => {
    await removeEverything();
    must(await run('umount', [noHierarchy]));
    rmdirSync(noHierarchy);
  });

  it('leaves its bridge behind when up is killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engine-'));
    // The engine creates the bridge right before its first change of the rules. At that time, no component runs.
    const script = '#!/bin/sh\n[ "$1" = --file ] && kill -KILL $PPID\nexec /usr/sbin/nft "$@"\n';
    writeFileSync(join(folder, 'nft'), script, { mode: 0o755 });
    const env = { PATH: `${folder}:${process.env.PATH}` };
    const { code } = await engine.run(engineCommand, ['up'], { env });
    rmSync(folder, { recursive: true });
    expect(code).to.not.equal(0);
    expect((await engine.run('ip', ['link', 'show', 'dokku0'])).code, 'the bridge').to.equal(0);
    expect(existsSync(join(engine.state, 'run')), 'something was started').to.equal(false);
  });

  it('cleans up after that up, and survives the end of the next up while the cluster starts', async () => {
    const up = engine.start('up');
    const ended = once(up, 'exit');
    const started = join(engine.state, 'run', 'processes', 'supervisor.json');
    await until('the supervisor', async () => existsSync(started), 60_000);
    up.kill('SIGKILL');
    // nsenter has replaced itself with the engine, so the signal reaches the process that holds the lock.
    expect(await ended).to.deep.equal([null, 'SIGKILL']);
  });

  it('comes up on a machine without an engine', async () => {
    must(await engine.verb('up'));
    await engine.apply(webServer('web', 'default'));
    must(await engine.kubectl('rollout', 'status', 'deployment/web', '--timeout=60s'));
    await until('an answer', async () => (await answerOfWeb()).startsWith('web-'));
  });

  it('writes a kubeconfig that only root can read', async () => {
    const [mode] = must(await engine.run('stat', ['-c', '%a', `${engine.state}/kubeconfig`])).split('\n');
    expect(mode).to.equal('600');
  });

  it('restarts a component that died', async () => {
    const before = await component('kube-scheduler');
    process.kill(before.pid, 'SIGKILL');
    await until('the restart', async () => isRestarted(before, await component('kube-scheduler')));
  });

  it('keeps pods running while containerd and the kubelet restart', async () => {
    const started = '-o=jsonpath={.items[*].status.containerStatuses[*].restartCount}';
    const before = [await component('containerd-node1'), await component('kubelet-node1')];
    for (const { pid } of before) process.kill(pid, 'SIGKILL');
    for (const killed of before)
      await until('the restarts', async () => isRestarted(killed, await component(killed.name)));
    await until('all to be ready', async () => (await components()).every(({ phase }) => phase === 'ready'));
    await until('an answer', async () => (await answerOfWeb()).startsWith('web-'));
    expect(must(await engine.kubectl('get', 'pods', started))).to.equal('0');
  });

  it('adds a node whose pods can reach those of the first node', async () => {
    must(await engine.verb('node', 'add', 'node2'));
    must(await engine.verb('node', 'add', 'node2'));
    await engine.apply(webServer('far', 'default', 1, 'node2'));
    must(await engine.kubectl('rollout', 'status', 'deployment/far', '--timeout=60s'));
    const exec = (from: string, to: string) => [
      'exec',
      `deployment/${from}`,
      '--',
      'timeout',
      '5',
      'wget',
      '-qO-',
      to,
    ];
    expect(must(await engine.kubectl(...exec('web', 'http://far')))).to.match(/^far-/);
    expect(must(await engine.kubectl(...exec('far', 'http://web')))).to.match(/^web-/);
    expect(must(await engine.kubectl('logs', 'deployment/far', '--tail=1'))).to.be.a('string');
  });

  it('comes up after all its processes were killed, and recreates deleted objects', async () => {
    const deleted = [
      'daemonset.apps/traefik',
      'customresourcedefinition.apiextensions.k8s.io/tlsstores.traefik.io',
    ];
    must(await engine.kubectl('delete', '--namespace', 'kube-system', ...deleted));
    for (const pid of everyPid()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // The process ended together with another one.
      }
    }
    expect((await traces(engine)).mounts, 'mounts that are left').to.not.be.empty;
    expect((await engine.verb('status')).code).to.equal(3);
    must(await engine.verb('up'));
    await until('an answer', async () => (await answerOfWeb()).startsWith('web-'), 60_000);
    expect(must(await engine.kubectl('get', 'nodes'))).to.match(/node1\s+Ready[\s\S]*node2\s+Ready/);
    const back = await engine.kubectl('get', '--namespace', 'kube-system', '--output', 'name', ...deleted);
    expect(must(back).trim().split('\n')).to.deep.equal(deleted);
  });

  it('removes a node and everything that belonged to it', async () => {
    must(await engine.verb('node', 'remove', 'node2'));
    const { mounts, cgroups, namespaces } = await traces(engine);
    expect(mounts.filter((line) => line.includes('node2'))).to.be.empty;
    expect(namespaces).to.deep.equal([basename(engine.state)]);
    expect(cgroups).to.not.be.empty;
    expect(must(await engine.kubectl('get', 'nodes', '-o', 'name'))).to.equal('node/node1\n');
  });

  it('leaves nothing behind after down, also when repeated', async () => {
    must(await engine.verb('down'));
    expect(await traces(engine)).to.deep.equal(untouched);
    must(await engine.verb('down'));
    expect(await traces(engine)).to.deep.equal(untouched);
  });

  it('still has its data after the next up', async () => {
    must(await engine.verb('up'));
    await until('an answer', async () => (await answerOfWeb()).startsWith('web-'), 60_000);
    must(await engine.verb('down'));
  });
});
