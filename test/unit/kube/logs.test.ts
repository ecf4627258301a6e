import { expect } from 'chai';
import type { Kube } from '../../../src/kube/kube.ts';
import { type LogOptions, readLogs } from '../../../src/kube/logs.ts';
import { ApiServer, answer } from './api-server.ts';

const stamp = (second: number, text: string) => `2026-01-01T00:00:0${second}.000000001Z ${text}\n`;

/** Returns a pod of one container in this state. */
function podIn(state: object, phase: string, restartCount = 0) {
  return {
    metadata: { name: 'web', uid: 'web', resourceVersion: JSON.stringify([state, restartCount]) },
    spec: { containers: [{ name: 'app' }] },
    status: { phase, containerStatuses: [{ name: 'app', ready: true, restartCount, state }] },
  };
}

describe('kube: logs', () => {
  let server: ApiServer;
  let kube: Kube;
  beforeEach(async () => {
    server = new ApiServer();
    kube = await server.start();
  });
  afterEach(() => server.stop());

  async function read(options: Partial<LogOptions> = {}): Promise<string[]> {
    const signal = AbortSignal.timeout(45_000);
    const lines: string[] = [];
    for await (const line of readLogs(kube, { namespace: 'shop', name: 'web' }, { signal, ...options }))
      lines.push(line);
    return lines;
  }

  it('has no lines while the container waits for its start', async () => {
    server.handler = (_, response) =>
      answer(response, 400, { message: 'container "app" is waiting to start: ContainerCreating' });
    expect(await read()).to.deep.equal([]);
  });

  it('does not print an error of the kubelet as a line of the app', async () => {
    const complaint = 'failed to try resolving symlinks in path "/var/log/pods/x/0.log": lstat: no such file';
    server.handler = (_, response) => void response.end(`${complaint}\nfailed to start\n`);
    expect(await read()).to.deep.equal(['failed to start']);
  });

  /** Follows a log whose connection breaks after each of these parts. */
  function follow(logs: string[]): Promise<string[]> {
    let reads = 0;
    server.handler = ({ url }, response) => {
      if (url.pathname.endsWith('/log')) {
        response.end(logs[reads++] ?? '');
        return;
      }
      const over = reads >= logs.length;
      const pod = podIn(
        over ? { terminated: { exitCode: 0 } } : { running: {} },
        over ? 'Succeeded' : 'Running',
      );
      if (url.searchParams.get('watch')) response.writeHead(200).flushHeaders();
      else answer(response, 200, { metadata: { resourceVersion: '1' }, items: [pod] });
    };
    return read({ follow: true });
  }

  it('continues after a lost connection without repeating a line', async () => {
    const logs = [stamp(1, 'one') + stamp(2, 'two'), stamp(2, 'two') + stamp(3, 'three')];
    expect(await follow(logs)).to.deep.equal(['one', 'two', 'three']);
    const second = server.seen.filter(({ url }) => url.pathname.endsWith('/log'))[1]!;
    expect(second.url.searchParams.get('sinceTime')).to.equal('2026-01-01T00:00:02Z');
  });

  it('loses no line of several that were written at the same time', async () => {
    const logs = [
      stamp(1, 'one') + stamp(1, 'two'),
      stamp(1, 'one') + stamp(1, 'two') + stamp(1, 'three') + stamp(2, 'four') + stamp(2, 'five'),
    ];
    expect(await follow(logs)).to.deep.equal(['one', 'two', 'three', 'four', 'five']);
  });

  it('joins a character that is split over two chunks', async () => {
    const bytes = Buffer.from('grün\nblau');
    server.handler = (_, response) => {
      response.write(bytes.subarray(0, 3));
      setTimeout(() => response.end(bytes.subarray(3)), 20);
    };
    expect(await read()).to.deep.equal(['grün', 'blau']);
  });
});
