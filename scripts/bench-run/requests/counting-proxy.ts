import { readFileSync, writeFileSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { parse } from 'yaml';

export interface ApiRequest {
  method: string;
  path: string;
  /** Name of the program: `dokku`, `Helm`. */
  agent: string;
}

interface Kubeconfig {
  clusters: [{ cluster: { server: string; 'certificate-authority-data': string } }];
  users: [{ user: { 'client-certificate-data': string; 'client-key-data': string } }];
}

/** A proxy in front of the API server that counts the requests of each program. Programs use the proxy's kubeconfig. */
export class CountingProxy {
  readonly requests: ApiRequest[] = [];
  readonly #target: URL;
  readonly #identity: { ca: Buffer; cert: Buffer; key: Buffer };
  readonly #agent: https.Agent;
  readonly #server = http
    .createServer((request, response) => this.#forward(request, response))
    .on('upgrade', (request, socket) => this.#join(request, socket));

  /** `kubeconfig` contains the address of the API server. */
  constructor(kubeconfig: string) {
    const { clusters, users }: Kubeconfig = parse(readFileSync(kubeconfig, 'utf8'));
    const decode = (data: string) => Buffer.from(data, 'base64');
    this.#target = new URL(clusters[0].cluster.server);
    this.#identity = {
      ca: decode(clusters[0].cluster['certificate-authority-data']),
      cert: decode(users[0].user['client-certificate-data']),
      key: decode(users[0].user['client-key-data']),
    };
    this.#agent = new https.Agent({ keepAlive: true, ...this.#identity });
  }

  /** Starts to listen, and writes a kubeconfig with the address of the proxy. */
  async start(kubeconfig: string): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    const named = (kind: string, value: object) => [{ name: 'counted', [kind]: value }];
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: named('cluster', {
        server: `http://127.0.0.1:${port}`,
        // Without this field, clients refuse plain HTTP.
        'insecure-skip-tls-verify': true,
      }),
      users: named('user', {}),
      contexts: named('context', { cluster: 'counted', user: 'counted' }),
      'current-context': 'counted',
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
    this.#agent.destroy();
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    const onward = this.#send(request, this.#agent);
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    // A watch ends when its client disconnects.
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  /** Forwards a request that becomes a WebSocket, like `attach`. */
  #join(request: IncomingMessage, socket: Duplex): void {
    const onward = this.#send(request, false);
    onward.on('upgrade', (answer, server) => {
      const lines = answer.rawHeaders.flatMap((name, index, all) =>
        index % 2 === 0 ? [`${name}: ${all[index + 1]}\r\n`] : [],
      );
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
      server.on('error', () => socket.destroy()).pipe(socket);
      socket.on('error', () => server.destroy()).pipe(server);
    });
    onward.on('response', () => socket.destroy());
    onward.on('error', () => socket.destroy());
    onward.end();
  }

  #send(request: IncomingMessage, agent: https.Agent | false): http.ClientRequest {
    const { method = 'GET', url: path = '/', headers } = request;
    this.requests.push({ method, path, agent: headers['user-agent']?.split('/')[0] ?? 'unknown' });
    const { hostname, port, host } = this.#target;
    const { ca, cert, key } = this.#identity;
    return https.request({
      hostname,
      port,
      method,
      path,
      agent,
      ca,
      cert,
      key,
      headers: { ...headers, host },
    });
  }
}
