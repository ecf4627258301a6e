import { throwIfCancelled } from '../../core/failure.ts';
import { basic, parseChallenge, tokenRequest } from './authenticate.ts';
import type { Credentials } from './credentials.ts';
import { registryFailure } from './failure.ts';
import { type HttpAnswer, type HttpRequest, send } from './http.ts';

export interface RegistryOptions {
  /** Plain HTTP instead of HTTPS. */
  insecure: boolean;
  credentials: Credentials | undefined;
  /** Milliseconds for one request. */
  timeout?: number;
  signal?: AbortSignal;
}

/**
 * A small client of the registry HTTP API v2 for one host. It sends a request without a login first, and then answers
 * the challenge. It keeps tokens for the life of the client. Every failure is a `registry.*` Failure.
 */
export class RegistryClient {
  readonly host: string;
  readonly #base: string;
  readonly #options: RegistryOptions;
  /** Authorization headers that have worked, by scope. */
  readonly #authorizations = new Map<string, string>();

  constructor(host: string, options: RegistryOptions) {
    this.host = host;
    // The host of Docker Hub's API differs from the host in the names of its images.
    const address = host === 'docker.io' ? 'registry-1.docker.io' : host;
    this.#base = `${options.insecure ? 'http' : 'https'}://${address}/v2/`;
    this.#options = options;
  }

  /**
   * Requests `path` below `/v2/` with the right to do `actions` on `repository`, if it is about one. Statuses 2xx
   * and 404 are answers; everything else throws.
   */
  async request(
    path: string,
    { repository, actions = 'pull', what, method = 'GET', accept }: RequestFor,
  ): Promise<HttpAnswer> {
    const scope = repository === undefined ? '' : `repository:${repository}:${actions}`;
    const headers: Record<string, string> = accept ? { accept: accept.join(', ') } : {};
    let response = await this.#send(this.#base + path, { method, headers: this.#authorized(headers, scope) });
    if (response.status === 401) {
      const header = response.header('www-authenticate');
      response.discard();
      const authorization = header === undefined ? undefined : await this.#answer(header, scope, what);
      if (authorization === undefined)
        throw this.#failure('unauthorized', what, 'No login for this registry is stored');
      this.#authorizations.set(scope, authorization);
      response = await this.#send(this.#base + path, { method, headers: { ...headers, authorization } });
    }
    if (response.ok || response.status === 404) return response;
    const detail = await explanation(response);
    if (response.status === 401 || response.status === 403) throw this.#failure('unauthorized', what, detail);
    if (response.status === 429) throw this.#failure('rate-limited', what, detail);
    throw this.#failure('refused', what, detail);
  }

  /** The parsed JSON body of a response. */
  async json<T>(response: HttpAnswer, what: string): Promise<T> {
    const text = await response.text().catch((error: unknown) => {
      if (this.#options.signal) throwIfCancelled(this.#options.signal);
      throw this.#failure('unreachable', what, `The response broke off: ${reason(error)}`, error);
    });
    try {
      return JSON.parse(text);
    } catch (error) {
      // The text is not printed: the text of a token service may contain a token.
      const type = response.header('content-type') ?? 'without a content type';
      throw this.#failure('refused', what, `The response is not JSON but ${type}`, error);
    }
  }

  #authorized(headers: Record<string, string>, scope: string): Record<string, string> {
    const authorization = this.#authorizations.get(scope);
    return authorization ? { ...headers, authorization } : headers;
  }

  async #answer(header: string, scope: string, what: string): Promise<string | undefined> {
    const { credentials } = this.#options;
    const challenge = parseChallenge(header);
    if (challenge.scheme !== 'bearer') return credentials && basic(credentials);
    if (!URL.canParse(challenge.parameters.realm ?? ''))
      throw this.#failure('refused', what, 'The registry requires a token but names no token service');
    const { url, request } = tokenRequest(challenge, scope, credentials);
    // A login must not be sent unencrypted. Without a login, a registry could reach services near the server.
    if (!this.#options.insecure && !url.startsWith('https://')) {
      throw this.#failure('refused', what, `The token service ${url} of the registry does not use TLS`);
    }
    const response = await this.#send(url, request);
    if (!response.ok) throw this.#failure('unauthorized', what, await explanation(response));
    const said = await this.json<{ token?: string; access_token?: string }>(response, what);
    const token = said.token ?? said.access_token;
    if (!token)
      throw this.#failure('refused', what, `The token service ${url} of the registry returned no token`);
    return `Bearer ${token}`;
  }

  async #send(url: string, request: Omit<HttpRequest, 'signal'>): Promise<HttpAnswer> {
    const { timeout = 15_000, signal } = this.#options;
    try {
      const limits = [AbortSignal.timeout(timeout), ...(signal ? [signal] : [])];
      return await send(url, { ...request, signal: AbortSignal.any(limits) });
    } catch (error) {
      if (signal) throwIfCancelled(signal);
      throw this.#failure('unreachable', url, reason(error), error);
    }
  }

  #failure(problem: Parameters<typeof registryFailure>[0], what: string, detail?: string, cause?: unknown) {
    return registryFailure(problem, { host: this.host, what, detail, cause });
  }
}

interface RequestFor {
  repository?: string;
  /** Rights to request from the token service: `pull` or `pull,push`. */
  actions?: string;
  /** The subject of a failure message. */
  what: string;
  method?: string;
  accept?: string[];
}

/** The reason of an aborted request is its cause; a failure of several addresses is an AggregateError. */
function reason(error: unknown): string {
  const cause = (error as Error).cause ?? error;
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause;
  return inner instanceof Error ? inner.message : String(inner);
}

/** The registry's own words: `{"errors":[{"code":…,"message":…}]}`, else the status. */
async function explanation(response: HttpAnswer): Promise<string> {
  const text = await response.text().catch(() => '');
  try {
    const { errors, details } = JSON.parse(text) as {
      errors?: { code: string; message?: string }[];
      details?: string;
    };
    const said = errors?.map(({ code, message }) => message ?? code).join('; ') ?? details;
    if (said) return `HTTP ${response.status}: ${said}`;
  } catch {
    // Not every proxy in front of a registry responds with JSON: only the status is printed then.
  }
  return `HTTP ${response.status} ${response.statusText}`.trim();
}
