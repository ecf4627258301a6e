import { restoreTimeoutMs } from '../../core/clock.ts';

/** What one client, and all together, may take of the server. */
export const limits = {
  /** Milliseconds from the TCP connection to a proved key. */
  loginTime: 20_000,
  /** Keys and passwords tried on one connection; agents offer all they hold. */
  attempts: 10,
  /** Connections that have not logged in yet. */
  unproved: 40,
  connections: 256,
  sessionsOfConnection: 24,
  /** Milliseconds between keep-alive packets, and how many may stay without answer. */
  keepAlive: 15_000,
  keepAlivesLost: 4,
  /** Milliseconds that a command may take to stop after its client disconnected: a deploy undoes its partial rollout. */
  grace: restoreTimeoutMs + 30_000,
};
