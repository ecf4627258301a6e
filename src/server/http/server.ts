import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Actor } from '../../access/actor.ts';
import { roleOf } from '../../access/guard.ts';
import { userOfToken } from '../../access/token.ts';
import { messageOf } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { LoginLimit } from '../login-limit.ts';
import { clientAddress, isLoopback, passwordOf } from './basic-auth.ts';
import { type GitServices, serveGitRequest } from './git.ts';
import { reply } from './reply.ts';
import { GitRequests } from './requests.ts';
import { routeOf } from './route.ts';

export interface HttpServices extends Omit<GitServices, 'requests'> {
  logins: LoginLimit;
}

/** Milliseconds without a byte in either direction. Git itself sends a packet every five seconds while a hook runs. */
const maxSilenceMs = 300_000;

/** The HTTP server, not yet listening. TLS is terminated by the proxy in front of it. */
export function createHttpServer(services: HttpServices): { server: Server; requests: GitRequests } {
  const requests = new GitRequests();
  const server = createServer((request, response) => {
    handle({ ...services, requests }, request, response).catch((error: unknown) => {
      services.log.error({ error: messageOf(error), url: request.url }, 'request failed');
      if (response.headersSent) response.destroy();
      else reply(response, 500, 'Internal error; the server log has the details');
    });
  });
  server.headersTimeout = 20_000;
  // A large push over a slow line may take hours, so only silence ends a request.
  server.requestTimeout = 0;
  server.timeout = maxSilenceMs;
  server.maxConnections = 512;
  return { server, requests };
}

async function handle(
  services: HttpServices & { requests: GitRequests },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = routeOf(request.method ?? '', request.url ?? '');
  if (!route) return reply(response, 404, 'Not found');
  if (route.kind === 'health') return health(services, response);
  if (route.kind === 'metrics' && isScrapedHere(request)) return metrics(services, response);
  const actor = logIn(services, request, response);
  if (!actor) return;
  if (route.kind !== 'metrics') return serveGitRequest(services, actor, route, request, response);
  if (!roleOf({ store: services.store, actor }, GLOBAL)) return reply(response, 403, 'Access denied');
  return metrics(services, response);
}

/** The owner of the token. A request without a valid token is refused here. */
function logIn(
  { store, logins, metrics: counters, log }: HttpServices,
  request: IncomingMessage,
  response: ServerResponse,
): Actor | undefined {
  const password = passwordOf(request);
  const user = password === undefined ? undefined : userOfToken(store, password);
  if (user !== undefined) return { name: user, via: 'http' };
  const challenge = { 'www-authenticate': 'Basic realm="dokku", charset="UTF-8"' };
  // Clients first ask without a password, to learn that one is needed.
  if (password === undefined) {
    reply(response, 401, 'Log in with a token as the password: dokku tokens:create <user>', challenge);
    return undefined;
  }
  const address = clientAddress(request);
  logins.failed(address);
  counters.loginFailed('http');
  log.info({ address }, 'wrong token');
  const wait = logins.waitOf(address);
  if (wait > 0) reply(response, 429, 'Too many failed logins', { 'retry-after': String(wait) });
  else reply(response, 401, 'The token is unknown, revoked or expired', challenge);
  return undefined;
}

function health({ store, log }: HttpServices, response: ServerResponse): void {
  try {
    store.apps.exists('');
    reply(response, 200, 'ok');
  } catch (error) {
    log.error({ error: messageOf(error) }, 'the database does not answer');
    reply(response, 503, 'The database does not answer');
  }
}

/** A scraper on this machine needs no token; a request through the proxy needs one. */
function isScrapedHere({ socket, headers }: IncomingMessage): boolean {
  return isLoopback(socket.remoteAddress ?? '') && headers['x-forwarded-for'] === undefined;
}

async function metrics(services: HttpServices, response: ServerResponse): Promise<void> {
  const { type, body } = await services.metrics.text();
  response.writeHead(200, { 'content-type': type });
  response.end(body);
}
