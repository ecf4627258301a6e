import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ClientOptions, gitClient, initBare, repositoryClient } from '../../../src/git/client.ts';
import { setHead } from '../../../src/git/head.ts';

const project = join(import.meta.dirname, '../../..');

describe('the client for administrative git work', () => {
  let folder: string;
  let server: Server;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'git-client-'));
    // Accepts connections and never responds.
    server = createServer((socket) => sockets.push(socket.on('error', () => {}).resume()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  });

  const port = () => (server.address() as AddressInfo).port;

  /** Waits for a connection. Returns a function that waits for its end. */
  async function connected(): Promise<() => Promise<unknown>> {
    const [socket] = (await once(server, 'connection')) as [Socket];
    const closed = once(socket, 'close');
    return () => closed;
  }

  /** Kills a process while its git waits for a response. Resolves when git has closed the connection. */
  async function killParent(protocol: 'git' | 'http', options: ClientOptions): Promise<void> {
    const script = `
      const { gitClient } = await import(${JSON.stringify(join(project, 'src/git/client.ts'))});
      const client = await gitClient(${JSON.stringify(folder)}, ${JSON.stringify(options)});
      await client.raw(['ls-remote', '${protocol}://127.0.0.1:${port()}/x']);`;
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' });
    const closed = await connected();
    parent.kill('SIGKILL');
    await closed();
  }

  it('leaves no git behind when this process is killed', () => killParent('git', {}));

  it("leaves git's program for HTTP behind no longer than the limit of silence", () =>
    killParent('http', { silenceMs: 1000 }));

  it('stops git when its signal aborts', async () => {
    const stop = new AbortController();
    const client = await gitClient(folder, { signal: stop.signal });
    const listing = client.raw(['ls-remote', `git://127.0.0.1:${port()}/x`]).catch((error: Error) => error);
    const closed = await connected();
    stop.abort();
    expect(await listing).to.be.an('error');
    await closed();
  });

  it('reports what git prints about a failure', async () => {
    const client = await gitClient(folder);
    const failure = await client
      .raw(['rev-parse', '--verify', 'HEAD'])
      .catch((error: Error) => error.message);
    expect(failure).to.contain('not a git repository');
  });

  it('sets the branch that clones check out', async () => {
    await initBare(folder, 'sha1');
    await setHead(folder, 'release');
    const client = await repositoryClient(folder);
    expect((await client.raw(['symbolic-ref', 'HEAD'])).trim()).to.equal('refs/heads/release');
  });
});
