import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { record } from '../../scripts/engine/src/system/processes.ts';
import { engineCommand, must, run, until } from './engine.ts';
import { second as engine, makeNetwork, removeEverything } from './second-engine.ts';
import { processes } from './traces.ts';

describe('the engine on a machine that does not meet its needs', function () {
  this.timeout(60_000);

  before(async () => {
    await makeNetwork();
    await engine.verb('reset');
  });

  after(() => removeEverything());

  afterEach(async () => {
    expect(processes(engine), 'nothing was started').to.deep.equal([]);
    expect((await engine.run('ip', ['link', 'show', 'dokku0'])).code, 'no bridge was made').to.equal(1);
  });

  it('reports every port that is in use, the program that uses it, and what to do', async () => {
    const listen = `for (const port of [5000, 6443]) require('net').createServer().listen(port, '0.0.0.0')`;
    const controller = new AbortController();
    const holder = engine
      .run(process.execPath, ['-e', listen], { signal: controller.signal })
      .catch(() => {});
    await until('the listener', async () => must(await engine.run('ss', ['-Hltn'])).includes(':6443'));
    const { code, stderr } = await engine.verb('up');
    controller.abort();
    await holder;
    expect(code).to.equal(1);
    expect(stderr).to.match(/port 5000 of 10\.88\.0\.1, for the registry .* is in use by node \(pid \d+\)/);
    expect(stderr).to.match(/port 6443 .*DOKKU_ENGINE_API_PORT/);
    expect(stderr).to.contain('next: ');
  });

  it('reports a network that is in use', async () => {
    await engine.run('ip', ['link', 'add', 'other0', 'type', 'bridge']);
    await engine.run('ip', ['address', 'add', '10.88.0.200/24', 'dev', 'other0']);
    const { code, stderr } = await engine.verb('up');
    await engine.run('ip', ['link', 'delete', 'other0']);
    expect(code).to.equal(1);
    expect(stderr).to.match(
      /10\.88\.0\.1\/24 \(DOKKU_ENGINE_NODE_IP\) overlaps with 10\.88\.0\.200\/24 of interface other0/,
    );
  });

  it('names the command that deletes the bridge of an engine whose state folder is missing', async () => {
    await engine.run('ip', ['link', 'add', 'dokku0', 'type', 'bridge']);
    await engine.run('ip', ['address', 'add', '10.88.0.1/24', 'dev', 'dokku0']);
    const { code, stderr } = await engine.verb('up');
    expect(code).to.equal(1);
    expect(stderr).to.match(/interface dokku0, which an earlier engine left: scripts\/engine\/engine down/);
    must(await engine.verb('down'));
  });

  it('shows a stack trace only when asked for it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engine-'));
    const file = join(folder, 'state');
    writeFileSync(file, '');
    const env = { DOKKU_ENGINE_STATE: file };
    const plain = await engine.run(engineCommand, ['up'], { env });
    const traced = await engine.run(engineCommand, ['up', '--trace'], { env });
    rmSync(folder, { recursive: true });
    expect([plain.code, traced.code]).to.deep.equal([1, 1]);
    expect(plain.stderr).to.match(/Unexpected failure of up: .*ENOTDIR/);
    expect(plain.stderr)
      .to.contain('run it again with --trace')
      .and.not.match(/^.* at .*\.ts:\d+/m);
    expect(traced.stderr).to.match(/^.* at .*\.ts:\d+/m);
  });

  it('reports how much disk is needed, and where', async () => {
    mkdirSync(engine.state, { recursive: true });
    must(await run('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'small', engine.state]));
    const { code, stderr } = await engine.verb('up');
    must(await run('umount', [engine.state]));
    expect(code).to.equal(1);
    expect(stderr).to.contain(`only 0.1 GiB of disk is free at ${engine.state}; the engine needs 3.0 GiB`);
  });

  it('reports how much memory is needed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engine-'));
    const meminfo = join(folder, 'meminfo');
    writeFileSync(meminfo, 'MemTotal: 1048576 kB\nMemFree: 524288 kB\nMemAvailable: 524288 kB\n');
    // The mount is visible to this one process only.
    const script = 'mount --bind "$0" /proc/meminfo && exec "$@"';
    const words = ['--mount', 'sh', '-c', script, meminfo, engineCommand, 'up'];
    const { code, stderr } = await engine.run('unshare', words);
    rmSync(folder, { recursive: true });
    expect(code).to.equal(1);
    expect(stderr).to.contain('only 0.5 GiB of memory is available; the engine needs 2.0 GiB');
  });

  it('lists all missing Debian packages at once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engine-'));
    const script =
      '#!/bin/sh\nfor p in "$@"; do case $p in conntrack|debootstrap) ;; *) echo "$p installed";; esac; done\n';
    writeFileSync(join(folder, 'dpkg-query'), script);
    chmodSync(join(folder, 'dpkg-query'), 0o755);
    const env = { PATH: `${folder}:${process.env.PATH}` };
    const { code, stderr } = await engine.run(engineCommand, ['up'], { env });
    rmSync(folder, { recursive: true });
    expect(code).to.equal(1);
    expect(stderr).to.contain('Debian packages are missing: conntrack, debootstrap');
    expect(stderr).to.contain('scripts/bootstrap');
  });

  it('reports that it must be root', async () => {
    const { code, stderr } = await run('setpriv', ['--reuid=65534', '--clear-groups', engineCommand, 'up']);
    expect(code).to.equal(1);
    expect(stderr).to.match(/must be root[\s\S]*sudo/);
  });

  it('refuses invalid settings, unknown verbs, logs and programs', async () => {
    const env = { DOKKU_ENGINE_API_PORT: 'many' };
    const answers = [
      await engine.run(engineCommand, ['up'], { env }),
      await engine.verb('fly'),
      await engine.verb('logs', 'nothing'),
      await engine.verb('build', 'nothing'),
    ];
    expect(answers.map(({ code }) => code)).to.deep.equal([1, 2, 1, 1]);
    expect(answers[0]?.stderr).to.contain("DOKKU_ENGINE_API_PORT must be a port number, not 'many'");
  });

  it('reports which program it is about to compile', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'engine-cache-'));
    const env = { DOKKU_ENGINE_CACHE: cache };
    const unfinished = join(cache, '.work-hyperkube-1');
    mkdirSync(unfinished);
    const said = must(await engine.run(engineCommand, ['build', 'pause'], { env }));
    expect(existsSync(unfinished), 'the folder of a killed compile').to.equal(false);
    rmSync(cache, { recursive: true });
    expect(said).to.match(/\[1\/1\] pause \S+: compiling, about \d+ s left\n.*pause \S+: done in/);
  });

  it('does not stop a cluster that another command is starting', async () => {
    mkdirSync(engine.state, { recursive: true });
    const lock = join(engine.state, '.lock');
    writeFileSync(lock, JSON.stringify(record(process.pid)));
    const down = engine.start('down');
    const ended = once(down, 'exit');
    const [said] = await once(down.stdout!, 'data');
    expect(String(said)).to.match(/Another engine command uses .*: waiting until it has finished/);
    rmSync(lock);
    expect(await ended).to.deep.equal([0, null]);
    rmSync(engine.state, { recursive: true });
  });

  it('does not delete a folder that it did not create', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engine-'));
    writeFileSync(join(folder, 'precious'), '');
    const { code, stderr } = await engine.run(engineCommand, ['reset'], {
      env: { DOKKU_ENGINE_STATE: folder },
    });
    rmSync(folder, { recursive: true });
    expect(code).to.equal(1);
    expect(stderr).to.contain('is not a state folder of the engine');
  });
});
