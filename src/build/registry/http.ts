import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';

export interface HttpRequest {
  method?: string;
  headers?: Record<string, string>;
  /** A form, sent as `application/x-www-form-urlencoded`. */
  body?: URLSearchParams;
  /** Its abort ends the request and the reading of the answer. */
  signal: AbortSignal;
}

const mostRedirects = 5;
/** Bytes of an answer that are read: a registry's manifests have at most 4 MB, and nobody's memory is endless. */
const mostBytes = 16 * 1024 * 1024;

/** What a server answered, its body still to be read or discarded. */
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

  /** The whole body. Rejects when it breaks off, takes too long or is too large. */
  async text(): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const chunk of this.#message as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > mostBytes) throw new Error(`the answer has more than ${mostBytes} bytes`);
        chunks.push(chunk);
      }
    } catch (error) {
      // Node reports `aborted` whoever closed the connection.
      this.#signal.throwIfAborted();
      const { code } = error as NodeJS.ErrnoException;
      throw code === 'ECONNRESET' ? new Error('the connection was closed') : error;
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  /** Lets the connection be used again by who does not want the body. */
  discard(): void {
    this.#message.on('error', () => {}).resume();
  }
}

/**
 * One HTTP request, redirects followed. Node's `fetch` would do the same, but to load it takes as long as all that a
 * deploy asks of a registry.
 */
export async function send(address: string, request: HttpRequest): Promise<HttpAnswer> {
  let url = new URL(address);
  let { headers = {} } = request;
  for (let redirects = 0; ; redirects++) {
    const answer = await sendOnce(url, { ...request, headers });
    const location = answer.header('location');
    if (answer.status < 300 || answer.status >= 400 || location === undefined || request.body) return answer;
    answer.discard();
    if (redirects === mostRedirects) throw new Error(`more than ${mostRedirects} redirects`);
    const next = new URL(location, url);
    // What serves the layers of a registry is somebody else, who must not see the login.
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
  throw new Error(`A registry cannot be reached by ${protocol}`);
}

function without(headers: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}
