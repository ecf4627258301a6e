import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { authorize } from '../../access/guard.ts';
import { recordPusher } from '../../access/pusher.ts';
import type { Environment } from '../../core/environment.ts';
import { ExitStatus, Failure, noSuchApp } from '../../core/failure.ts';
import { ensureEmptyRepository, ensureRepository, repositoryToRead } from '../../git/repository.ts';
import { authorizeCreation, createByPush } from '../../lifecycle/create-by-push.ts';
import type { Store } from '../../state/store.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { exchangePacks, listRefs } from './git-transport.ts';
import { reply, replyFailure } from './reply.ts';
import type { GitRequests } from './requests.ts';
import type { Route } from './route.ts';

export interface GitServices {
  environment: Environment;
  store: Store;
  requests: GitRequests;
  metrics: Metrics;
  log: Log;
}

type GitRoute = Extract<Route, { kind: 'refs' | 'pack' }>;

const commands = {
  'receive-pack': { name: 'git-receive-pack', role: 'deploy' },
  'upload-pack': { name: 'git-upload-pack', role: 'read' },
} as const;

/** Serves one request of git's smart protocol for a user who has logged in. */
export async function serveGitRequest(
  services: GitServices,
  actor: Actor,
  route: GitRoute,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { store, requests } = services;
  const guarded = commands[route.service];
  try {
    authorize({ store, actor }, guarded, route.app);
    if (!requests.hasCapacity())
      return reply(response, 503, 'The server is busy, try again later', { 'retry-after': '30' });
    const repository = await repositoryFor(services, actor, route);
    if (route.kind === 'refs') return listRefs(request, response, { repository, service: route.service });
    await exchange(services, actor, route, repository, request, response);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const outcome = { allowed: false, exitStatus: error.exitStatus };
    recordAudit({ store, actor }, guarded, route.app, outcome);
    replyFailure(response, error);
  }
}

/** A fetch creates nothing. An app and its repository are created when the packs arrive. */
async function repositoryFor(
  { environment, store }: GitServices,
  actor: Actor,
  route: GitRoute,
): Promise<string> {
  const { app, service, kind } = route;
  if (service === 'receive-pack' && !store.apps.exists(app)) {
    if (kind === 'refs') {
      authorizeCreation({ store, actor }, app);
      return ensureEmptyRepository(environment);
    }
    await createByPush({ environment, store, actor }, app);
  }
  if (!store.apps.exists(app)) throw noSuchApp(app);
  return service === 'receive-pack' && kind === 'pack'
    ? ensureRepository(environment, app)
    : repositoryToRead(environment, app);
}

async function exchange(
  { environment, store, requests, metrics, log }: GitServices,
  actor: Actor,
  route: GitRoute,
  repository: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = performance.now();
  const process = await exchangePacks(request, response, { repository, service: route.service });
  const forget = recordPusher(environment, process.pid, actor);
  requests.add(process);
  process.feed();
  const end = await process.ended;
  forget();
  const command = commands[route.service];
  recordAudit({ store, actor }, command, route.app, {
    allowed: true,
    exitStatus: end.code ?? ExitStatus.failure,
  });
  metrics.sessionEnded('http', end);
  const ms = Math.round(performance.now() - started);
  log.info({ user: actor.name, command: command.name, app: route.app, ...end, ms }, 'request');
}
