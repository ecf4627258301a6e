import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';

export interface HttpRequest {
  method?: string;
  headers?: Record<string, string>;
  /** A form, sent as `application/x-www-form-urlencoded`. */
  body?: URLSearchParams;
  /** Aborts the request and the reading of the response. */
  signal: AbortSignal;
}

const maxRedirects = 5;
/** Limit for the body of a response, to protect the memory: a registry's manifests have at most 4 MB. */
const maxBodyBytes = 16 * 1024 * 1024;

/** The response of a server, with a body that is still to be read or discarded. */
export class HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly #message: IncomingMessage;
  readonly #signal: AbortSignal;

  constructor(message: IncomingMessage, signal: AbortSignal) {
    this.#message = message;
    this.#signal = signal;
    this.status = message.statusCode!;
    this.statusText = message.statusMessage ?? '';
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** The value of a header, its name in lower case. */
  header(name: string): string | undefined {
    const value = this.#message.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /** The whole body. Rejects when the body breaks off, takes too long or is too large. */
  async text(): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const chunk of this.#message as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > maxBodyBytes) throw new Error(`the response has more than ${maxBodyBytes} bytes`);
        chunks.push(chunk);
      }
    } catch (error) {
      // Node reports `aborted`, no matter which side closed the connection.
      this.#signal.throwIfAborted();
      const { code } = error as NodeJS.ErrnoException;
      throw code === 'ECONNRESET' ? new Error('the connection was closed') : error;
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  /** Skips the body, so that the connection can be reused. */
  discard(): void {
    this.#message.on('error', () => {}).resume();
  }
}

/**
 * Sends an HTTP request and follows redirects. Node's `fetch` does the same, but loading `fetch` takes as long as all
 * registry requests of a deploy.
 */
export async function send(address: string, request: HttpRequest): Promise<HttpAnswer> {
  let url = new URL(address);
  let { headers = {} } = request;
  for (let redirects = 0; ; redirects++) {
    const answer = await sendOnce(url, { ...request, headers });
    const location = answer.header('location');
    if (answer.status < 300 || answer.status >= 400 || location === undefined || request.body) return answer;
    answer.discard();
    if (redirects === maxRedirects) throw new Error(`more than ${maxRedirects} redirects`);
    const next = new URL(location, url);
    // Services without TLS near the server must not be reached by an image of a foreign registry.
    if (url.protocol === 'https:' && next.protocol !== 'https:')
      throw new Error('a redirect to an address without TLS');
    // The server of the layers is often a third party, which must not get the login.
    if (next.origin !== url.origin) headers = without(headers, 'authorization');
    url = next;
  }
}

function sendOnce(url: URL, { method = 'GET', headers, body, signal }: HttpRequest): Promise<HttpAnswer> {
  const form = body && Buffer.from(body.toString());
  return new Promise((resolve, reject) => {
    const sent = clientFor(url).request(url, {
      method,
      signal,
      headers: {
        'user-agent': 'dokku',
        ...headers,
        ...(form && {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(form.length),
        }),
      },
    });
    sent.once('response', (message) => resolve(new HttpAnswer(message, signal)));
    sent.on('error', reject);
    sent.end(form);
  });
}

function clientFor({ protocol }: URL): Pick<typeof http, 'request'> {
  if (protocol === 'https:') return https;
  if (protocol === 'http:') return http;
  throw new Error(`${protocol} is not a registry protocol`);
}

function without(headers: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}
