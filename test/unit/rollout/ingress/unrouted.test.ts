import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { reachable } from '../../../../src/rollout/ingress/ask.ts';
import { unroutedHosts } from '../../../../src/rollout/ingress/unrouted.ts';

describe('hosts that an ingress does not route', () => {
  const { signal } = new AbortController();
  let server: Server;
  let address: { host: string; port: number };
  let asked: string[];

  /** Starts an ingress that answers 404 to unknown hosts, and passes the others to `app`. */
  async function ingress(app: RequestListener): Promise<void> {
    server = createServer((request, response) => {
      asked.push(`${request.headers.host}${request.url}`);
      if (request.headers.host?.endsWith('.invalid')) response.writeHead(404).end('404 page not found');
      else app(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  }
  beforeEach(() => {
    asked = [];
  });
  afterEach(() => server.close());

  const ask = (timeoutMs: number) =>
    unroutedHosts(address, { domains: ['shop.example.com'], path: '/healthz', timeoutMs }, signal);

  it('are asked for until they answer otherwise than an unknown host', async () => {
    const answers = [404, 503, 200];
    await ingress((_, response) => response.writeHead(answers.shift()!).end('404 page not found'));
    expect(await ask(10_000)).to.deep.equal([]);
    expect(answers).to.deep.equal([]);
    expect(asked.slice(1)).to.deep.equal(Array(3).fill('shop.example.com/healthz'));
  });

  it('do not include one whose app answers 404 in its own way', async () => {
    await ingress((_, response) => response.writeHead(404).end('No such page'));
    expect(await ask(10_000)).to.deep.equal([]);
  });

  it('are reported with their status after the time limit', async () => {
    await ingress((_, response) => response.writeHead(404).end('404 page not found'));
    expect(await ask(150)).to.deep.equal([{ domain: 'shop.example.com', status: 404 }]);
  });

  it('are asked for at the first address that accepts connections', async () => {
    await ingress((_, response) => response.end());
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    expect(await reachable([{ host: '127.0.0.1', port }, address], signal)).to.deep.equal(address);
    expect(await reachable([{ host: '127.0.0.1', port }], signal)).to.equal(undefined);
  });
});
