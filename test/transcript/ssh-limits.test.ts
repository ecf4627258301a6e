import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import type { ResultPromise } from 'execa';
import ssh2, { type ClientChannel } from 'ssh2';
import { Installation, type User } from './harness.ts';
import { until } from './until.ts';

describe('sessions over one SSH connection', () => {
  let dokku: Installation;
  let alice: User;
  let master: string[];
  const held: ResultPromise[] = [];

  before(async () => {
    dokku = await Installation.start({ flags: ['--max-sessions', '2'] });
    alice = await dokku.addUser('alice');
    await dokku.dokku('apps:create', 'shop');
    master = ['-S', join(dokku.root, 'master')];
    await dokku.ssh(alice, '', { flags: [...master, '-M', '-N', '-f'] });
  });
  afterEach(async () => {
    while (held.length > 0) await letGo();
    await until('no session runs', async () => (await running()) === 0);
  });
  after(() => dokku.stop());

  const list = () => dokku.ssh(alice, 'apps:list', { flags: master });

  async function running(): Promise<number> {
    const { stdout } = await dokku.curl(`http://127.0.0.1:${dokku.httpPort}/metrics`);
    return Number(/^dokku_sessions_running (\d+)$/m.exec(stdout)?.[1]);
  }

  /** Opens a session that stays open until its client ends: git waits for the pushed data. */
  async function hold(): Promise<void> {
    const words = [...dokku.sshOptions(alice), ...master, 'dokku@127.0.0.1', '--', 'git-receive-pack shop'];
    const session = dokku.spawn('ssh', words, { buffer: false, stdin: 'pipe' });
    held.push(session);
    await once(session.all!, 'data');
  }

  /** Closes a held session: the git client sends nothing. */
  async function letGo(): Promise<void> {
    const session = held.pop()!;
    session.stdin!.end();
    await session;
  }

  /** Returns a logged-in client that can send arbitrary messages and delay them. */
  async function rawClient(): Promise<ssh2.Client & { _protocol: { exec(...words: unknown[]): void } }> {
    const client = new ssh2.Client();
    client.connect({
      host: '127.0.0.1',
      port: dokku.sshPort,
      username: 'dokku',
      privateKey: readFileSync(alice.key),
    });
    await once(client, 'ready');
    return client as never;
  }

  it('are limited in number, and the refusal names the limit', async () => {
    await hold();
    await hold();
    const said = await list();
    expect(said.status).to.equal(1);
    expect(said.stderr).to.match(/The server is busy: 2 sessions are running/);
    await letGo();
    await until('the place is free', async () => (await running()) === 1);
    expect((await list()).stdout).to.equal('=====> My Apps\nshop');
  });

  it('are also limited when their channels were opened earlier', async () => {
    const client = await rawClient();
    const requests: (() => void)[] = [];
    const exec = client._protocol.exec.bind(client._protocol);
    client._protocol.exec = (...words) => requests.push(() => exec(...words));
    const channels = [1, 2, 3, 4].map(
      () =>
        new Promise<ClientChannel>((resolve, reject) => {
          client.exec('git-receive-pack shop', (error, channel) =>
            error ? reject(error) : resolve(channel),
          );
        }),
    );
    await until('four channels are open', () => requests.length === 4);
    for (const request of requests) request();
    const opened = await Promise.all(channels);
    const words = await Promise.all(opened.slice(2).map(({ stderr }) => text(stderr)));
    for (const said of words) expect(said).to.match(/The server is busy/);
    expect(await running()).to.equal(2);
    client.end();
  });

  it('accept only one command each', async () => {
    const client = await rawClient();
    const channel = await new Promise<ClientChannel>((resolve, reject) => {
      client.exec('git-receive-pack shop', (error, opened) => (error ? reject(error) : resolve(opened)));
    });
    await once(channel, 'data');
    const { id } = (channel as unknown as { outgoing: { id: number } }).outgoing;
    // The first line is a valid command; the second line cannot be split into words.
    for (const line of ['apps:list', 'apps:list "']) client._protocol.exec(id, line, false);
    // The response on a later channel proves that the server has processed both lines and still runs.
    const next = await new Promise<ClientChannel>((resolve, reject) => {
      client.exec('apps:list', (error, opened) => (error ? reject(error) : resolve(opened)));
    });
    expect(await text(next)).to.equal('=====> My Apps\nshop\n');
    expect(await running()).to.equal(1);
    client.end();
  });

  it('are refused while the server is stopping', async () => {
    await hold();
    dokku.server!.nodeChildProcess.kill('SIGTERM');
    await until('it stops', () => dokku.log.some(({ msg }) => msg === 'stopping'));
    const said = await list();
    expect(said.status).to.equal(1);
    expect(said.stderr).to.match(/The server is being stopped/);
    await letGo();
    expect((await dokku.server!).exitCode).to.equal(0);
    await dokku.startServer();
  });
});
