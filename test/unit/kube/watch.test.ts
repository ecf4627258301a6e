import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import type { Kube } from '../../../src/kube/kube.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { waitFor } from '../../../src/kube/wait.ts';
import { watch } from '../../../src/kube/watch.ts';
import { ApiServer, answer } from './api-server.ts';

const pod = (name: string, resourceVersion: string) => ({ metadata: { name, uid: name, resourceVersion } });
const line = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`;
const selector = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop' };

describe('kube: watch', () => {
  let server: ApiServer;
  let kube: Kube;
  let stop: AbortController;
  beforeEach(async () => {
    server = new ApiServer();
    kube = await server.start();
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await server.stop();
  });

  /** Responds to the n-th list with the n-th of `lists`, and to each watch with `onWatch`. */
  function script(lists: object[][], onWatch: (response: ServerResponse, turn: number) => void): void {
    let turn = 0;
    server.handler = ({ url }, response) => {
      if (url.searchParams.get('watch')) {
        response.writeHead(200);
        return onWatch(response, turn);
      }
      const items = lists[Math.min(turn++, lists.length - 1)]!;
      answer(response, 200, { metadata: { resourceVersion: String(turn) }, items });
    };
  }

  /** Watches until `count` changes were reported. Returns these changes. */
  async function changes(count: number, relistIntervalMs?: number): Promise<string[]> {
    const told: string[] = [];
    await watch<KubeObject>(kube, selector, {
      signal: stop.signal,
      relistIntervalMs,
      onEvent: (change, { metadata }) => {
        told.push(`${change} ${metadata.name}`);
        if (told.length === count) stop.abort();
      },
    });
    return told;
  }

  it('reports existing objects, then changes', async () => {
    script([[pod('a', '1')]], (response) => {
      response.write(line('ADDED', pod('b', '2')));
      response.write(
        line('BOOKMARK', pod('', '3')) + line('MODIFIED', pod('a', '4')) + line('DELETED', pod('b', '5')),
      );
    });
    expect(await changes(4)).to.deep.equal(['added a', 'added b', 'modified a', 'deleted b']);
  });

  it('lists again when its version has expired, and reports only the differences', async () => {
    script(
      [
        [pod('a', '1'), pod('b', '1')],
        [pod('a', '1'), pod('b', '2'), pod('c', '3')],
      ],
      (response, turn) => {
        if (turn === 1) response.end(line('ERROR', { code: 410, reason: 'Expired' }));
      },
    );
    expect(await changes(4)).to.deep.equal(['added a', 'added b', 'modified b', 'added c']);
  });

  it('lists again when a watch is silent', async () => {
    script([[pod('a', '1')], []], (response) => {
      response.flushHeaders();
    });
    const before = Date.now();
    expect(await changes(2, 100)).to.deep.equal(['added a', 'deleted a']);
    expect(Date.now() - before).to.be.lessThan(5000);
  });

  it('continues when the connection breaks', async () => {
    script([[pod('a', '1')], [pod('b', '2')]], (response, turn) => {
      if (turn === 1) {
        response.write(line('MODIFIED', pod('a', '2')));
        setImmediate(() => response.destroy());
      }
    });
    expect(await changes(4)).to.deep.equal(['added a', 'modified a', 'deleted a', 'added b']);
  });

  it('fails when the first list is refused', async () => {
    server.handler = (_, response) =>
      answer(response, 403, { message: 'User "x" cannot list resource "pods"' });
    const failed = await changes(1).catch((error: { code: string }) => error.code);
    expect(failed).to.equal('kube.forbidden');
  });

  it('waits for a condition, and fails at the time-out', async () => {
    script([[pod('a', '1')]], (response) => {
      response.write(line('ADDED', pod('b', '2')));
    });
    const wait = (name: string, timeout: number) =>
      waitFor<KubeObject, string>(
        kube,
        selector,
        (objects) => objects.find(({ metadata }) => metadata.name === name)?.metadata.resourceVersion,
        { signal: stop.signal, timeout, what: `pod ${name}` },
      );
    expect(await wait('b', 5000)).to.equal('2');
    const failed = await wait('c', 50).catch((error: Error) => error.message);
    expect(failed).to.equal('Timed out waiting for pod c');
  });
});
