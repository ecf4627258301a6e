import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectCluster } from '../../../src/kube/connect.ts';
import type { Kube } from '../../../src/kube/kube.ts';

/** One request, for assertions. */
export interface Seen {
  method: string;
  url: URL;
  contentType: string | undefined;
  accept: string | undefined;
  body: string;
}

export type Handler = (seen: Seen, response: ServerResponse) => void;

/** An HTTP server whose responses a test defines, with a client for it. */
export class ApiServer {
  readonly seen: Seen[] = [];
  readonly folder = mkdtempSync(join(tmpdir(), 'kube-test-'));
  readonly #server: Server;
  handler: Handler = (_, response) =>
    void answer(response, 404, { message: 'no such thing', reason: 'NotFound' });

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  async start(): Promise<Kube> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return connectCluster({ kubeconfig: this.kubeconfig(`http://127.0.0.1:${this.port}`) });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  kubeconfig(server: string, user: object = { token: 'of-the-test' }, proxy?: string): string {
    const path = join(this.folder, 'kubeconfig');
    const named = (name: string, kind: string, value: object) => [{ name, [kind]: value }];
    const config = {
      clusters: named('test', 'cluster', { server, 'proxy-url': proxy, 'insecure-skip-tls-verify': true }),
      users: named('test', 'user', user),
      contexts: named('test', 'context', { cluster: 'test', user: 'test' }),
      'current-context': 'test',
    };
    writeFileSync(path, JSON.stringify(config));
    return path;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.folder, { recursive: true });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url!, 'http://server');
    const { 'content-type': contentType, accept } = request.headers;
    const seen = { method: request.method!, url, contentType, accept, body };
    this.seen.push(seen);
    this.handler(seen, response);
  }
}

export function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
