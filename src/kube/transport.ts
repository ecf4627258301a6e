import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { throwIfCancelled } from '../core/failure.ts';
import type { KubeConfig } from './client-node.ts';
import { isTransient, KubeFailure, loginFailed, refusal, type Status, unreachable } from './failure.ts';

export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path below the server's address, already encoded. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  contentType?: string;
  /** Accepted media types, the preferred one first. Default JSON. */
  accept?: string;
  /** Names the request for a person, in messages: `get Deployment demo-web in namespace default`. */
  what: string;
  signal?: AbortSignal;
  /** Milliseconds without a byte of the response. Default 30 seconds. */
  timeout?: number;
}

/** How often a request is repeated that the server was too busy for. */
const maxRetries = 4;

/** HTTP to one API server: reused connections, login by the kubeconfig, refusals as `KubeFailure`. */
export class Transport {
  readonly config: KubeConfig;
  /** The API server's address, such as `https://10.88.0.1:6443`. */
  readonly server: string;
  #agent: http.Agent | undefined;

  constructor(config: KubeConfig) {
    this.config = config;
    this.server = config.getCurrentCluster()!.server.replace(/\/+$/, '');
  }

  /** The response as JSON. Throws `KubeFailure` when the server refuses or does not answer, `Cancelled` on abort. */
  async json<T>(request: Request): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await this.stream(request);
        return JSON.parse(await text(response, request, this.server)) as T;
      } catch (error) {
        if (attempt > maxRetries || !(error instanceof KubeFailure) || !isBusy(error)) throw error;
        await delay(200 * 2 ** attempt, undefined, { signal: request.signal }).catch(() => {});
      }
    }
  }

  /** A successful response whose body is still to be read. */
  async stream(request: Request): Promise<IncomingMessage> {
    throwIfEnded(request, this.server);
    const response = await this.#heeding(request, this.#send(request, true));
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    const body = await text(response, request, this.server);
    throw refusal(request.what, this.server, status, parseStatus(body));
  }

  async #send(request: Request, mayRetry: boolean): Promise<IncomingMessage> {
    const url = new URL(this.server + request.path);
    for (const [key, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(key, String(value));
    }
    const options = await this.#authenticated();
    const payload = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const sent = (url.protocol === 'https:' ? https : http).request(url, {
      method: request.method,
      agent: this.#agentFor(options),
      auth: options.auth,
      signal: request.signal,
      timeout: request.timeout ?? 30_000,
      headers: {
        ...(options.headers as http.OutgoingHttpHeaders | undefined),
        accept: request.accept ?? 'application/json',
        'user-agent': 'dokku',
        ...(payload && {
          'content-type': request.contentType ?? 'application/json',
          'content-length': payload.length,
        }),
      },
    });
    sent.once('response', resolve);
    sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (request.signal?.aborted) return reject(error);
      // The server may close an idle connection at the very moment when it is used again.
      if (mayRetry && sent.reusedSocket && error.code === 'ECONNRESET')
        return resolve(this.#send(request, false));
      reject(unreachable(request.what, this.server, error));
    });
    sent.end(payload);
    return promise;
  }

  /**
   * Settles when the signal is aborted, even if the work does not react to it: neither the command of a login nor a
   * proxy that does not answer knows the signal.
   */
  async #heeding<T>(request: Request, work: Promise<T>): Promise<T> {
    const { signal } = request;
    const { promise: abandoned, reject } = Promise.withResolvers<never>();
    const abandon = () => reject(signal?.reason);
    signal?.addEventListener('abort', abandon, { once: true });
    try {
      return await Promise.race([work, abandoned]);
    } catch (error) {
      throwIfEnded(request, this.server);
      throw error;
    } finally {
      signal?.removeEventListener('abort', abandon);
    }
  }

  /** Adds the credentials of the kubeconfig, for which it may have to run a command. */
  async #authenticated(): Promise<https.RequestOptions> {
    const options: https.RequestOptions = {};
    try {
      await this.config.applyToHTTPSOptions(options);
    } catch (error) {
      throw loginFailed(this.server, this.config.getCurrentUser()?.exec?.command, error);
    }
    return options;
  }

  /** The client's own agent closes each connection after one request, so it is used only for a proxy. */
  #agentFor(options: https.RequestOptions): http.Agent {
    if (this.config.getCurrentCluster()?.proxyUrl) return options.agent as http.Agent;
    const { ca, cert, key, servername, rejectUnauthorized } = options;
    this.#agent ??= this.server.startsWith('https:')
      ? new https.Agent({ keepAlive: true, ca, cert, key, servername, rejectUnauthorized })
      : new http.Agent({ keepAlive: true });
    return this.#agent;
  }
}

/** Throws the reason for which the signal ended a request: `kube.unreachable` for a time-out, else `Cancelled`. */
function throwIfEnded({ signal, what }: Request, server: string): void {
  if (!signal?.aborted) return;
  if (signal.reason?.name === 'TimeoutError') throw unreachable(what, server, new Error('no answer in time'));
  throwIfCancelled(signal);
}

/** Throttled or not ready: the server has not done anything yet, so any request can be repeated. */
function isBusy(error: KubeFailure): boolean {
  return isTransient(error) && (error.status === 429 || error.status === 503);
}

async function text(response: IncomingMessage, request: Request, server: string): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk as Buffer);
  } catch (error) {
    throwIfEnded(request, server);
    throw unreachable(request.what, server, error as NodeJS.ErrnoException);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseStatus(body: string): Status {
  try {
    return JSON.parse(body) as Status;
  } catch {
    return { message: body.trim().slice(0, 500) || undefined };
  }
}
