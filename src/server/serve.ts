import { once } from 'node:events';
import type { Server } from 'node:net';
import { removeStaleNotes } from '../access/pusher.ts';
import type { Environment } from '../core/environment.ts';
import { Failure, messageOf } from '../core/failure.ts';
import { inheritedVariables } from '../core/inherited-variables.ts';
import { reap } from '../deploy/frame/reap.ts';
import type { Store } from '../state/store.ts';
import { createHttpServer } from './http/server.ts';
import { formatAddress, type ListenAddress } from './listen-address.ts';
import type { Log } from './log.ts';
import { LoginLimit } from './login-limit.ts';
import { Metrics } from './metrics.ts';
import { Sessions } from './sessions.ts';
import { readHostKeys } from './ssh/host-keys.ts';
import { createSshServer } from './ssh/server.ts';
import { type Stoppable, stop } from './stop.ts';
import { WorkerPool } from './worker-pool.ts';

export interface ServeOptions {
  environment: Environment;
  store: Store;
  variables: Record<string, string | undefined>;
  log: Log;
  ssh: ListenAddress | undefined;
  http: ListenAddress | undefined;
  /** Processes that are started and loaded in advance. */
  workers: number;
  /** Maximum number of SSH sessions at the same time; each needs a process of about 70 MB. */
  maxSessions: number;
  /** Milliseconds that running sessions get when the server stops. */
  stopTimeout: number;
  /** Its abort stops the server. */
  signal: AbortSignal;
}

/** Serves Git and commands over SSH and HTTP until the server is asked to stop. */
export async function serve(options: ServeOptions): Promise<void> {
  const { environment, store, log } = options;
  // Builds that died with an earlier server must not be shown as running until the next deploy.
  reap(options);
  removeStaleNotes(environment);
  const metrics = new Metrics();
  const logins = new LoginLimit();
  const hostKeys = options.ssh && readHostKeys(environment.hostKeys);
  const pool = new WorkerPool(options.workers, inheritedVariables(options.variables), log);
  const sessions = new Sessions({ pool, log, metrics, maxSessions: options.maxSessions });
  const services = { environment, store, sessions, logins, metrics, log };
  const running: Stoppable[] = [pool, sessions];
  try {
    const ssh = hostKeys && createSshServer(hostKeys, services);
    if (ssh) running.push(ssh);
    const http = options.http && createHttpServer(services);
    if (http) running.push(http.server, http.requests);
    const addresses = {
      ssh: ssh && (await listen(ssh, options.ssh!)),
      http: http && (await listen(http.server, options.http!)),
    };
    metrics.watchSessions(() => sessions.size + (http?.requests.size ?? 0));
    const fingerprints = hostKeys?.map(({ type, fingerprint }) => `${type} ${fingerprint}`);
    log.info({ ...addresses, hostKeys: fingerprints }, 'listening');
    await new Promise((resolve) => options.signal.addEventListener('abort', resolve, { once: true }));
    await stop(running, [sessions, ...(http ? [http.requests] : [])], options);
  } finally {
    for (const each of running) each.close();
  }
}

async function listen(server: Server, address: ListenAddress): Promise<string> {
  server.listen(address);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Failure(`Cannot listen on ${formatAddress(address)}: ${messageOf(cause)}`, {
      code: 'server.listen',
      hint: 'Choose another address with --ssh-listen or --http-listen, or stop the program that listens on this one',
      cause,
    });
  }
  const bound = server.address();
  return typeof bound === 'object' && bound ? formatAddress({ host: bound.address, port: bound.port }) : '';
}
