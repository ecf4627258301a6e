import { createServer, type Server } from 'node:net';
import ssh2 from 'ssh2';
import type { Store } from '../../state/store.ts';
import type { Log } from '../log.ts';
import type { LoginLimit } from '../login-limit.ts';
import type { Metrics } from '../metrics.ts';
import type { Sessions } from '../sessions.ts';
import { serveConnection } from './connection.ts';
import type { HostKey } from './host-keys.ts';
import { limits } from './limits.ts';
import { withoutSha1 } from './rsa-host-key.ts';

export interface SshServices {
  store: Store;
  sessions: Sessions;
  logins: LoginLimit;
  metrics: Metrics;
  log: Log;
}

/**
 * The SSH server, not yet listening. This file accepts the sockets and hands them to ssh2: ssh2 reports a client only
 * after its first packets, but the limits must count from the first packet.
 */
export function createSshServer(hostKeys: readonly HostKey[], services: SshServices): Server {
  const { log, logins, metrics } = services;
  const unauthenticated = new Map<string, { refused: boolean }>();
  const protocol = new ssh2.Server({
    hostKeys: hostKeys.flatMap(({ privateKey }) => withoutSha1(privateKey)),
    ident: 'dokku',
    keepaliveInterval: limits.keepAliveIntervalMs,
    keepaliveCountMax: limits.maxMissedKeepAlives,
  });
  protocol.on('connection', (connection, { ip, port }) => {
    // Clients disconnect in any way: resets and protocol errors are not errors of this server.
    connection.on('error', (error) => log.debug({ address: ip, error: error.message }, 'ssh connection'));
    serveConnection(connection, {
      ...services,
      refused() {
        const client = unauthenticated.get(nameOf(ip, port));
        if (client) client.refused = true;
      },
      loggedIn(actor) {
        unauthenticated.delete(nameOf(ip, port));
        log.info({ address: ip, user: actor.name }, 'logged in');
      },
    });
  });
  const server = createServer({ noDelay: true }, (socket) => {
    const { remoteAddress: ip = '', remotePort: port = 0 } = socket;
    const name = nameOf(ip, port);
    if (unauthenticated.size >= limits.maxUnauthenticated || logins.waitOf(ip) > 0) return socket.destroy();
    const client = { refused: false };
    unauthenticated.set(name, client);
    const loginTimer = setTimeout(() => unauthenticated.has(name) && socket.destroy(), limits.loginTimeoutMs);
    socket.once('close', () => {
      clearTimeout(loginTimer);
      // A client that tried nothing is the probe of a load balancer and not someone who guesses.
      if (!unauthenticated.delete(name) || !client.refused) return;
      logins.failed(ip);
      metrics.loginFailed('ssh');
      log.info({ address: ip }, 'login failed');
    });
    protocol.injectSocket(socket);
  });
  server.maxConnections = limits.maxConnections;
  return server;
}

function nameOf(ip: string, port: number): string {
  return `${ip} ${port}`;
}
