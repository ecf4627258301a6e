import { restoreTimeoutMs } from '../../core/clock.ts';

/** Limits for one client and for all clients together. */
export const limits = {
  /** Milliseconds from the TCP connection to a verified key. */
  loginTimeoutMs: 20_000,
  /** Keys and passwords that one connection may try; agents offer all their keys. */
  maxLoginAttempts: 10,
  /** Connections that have not logged in yet. */
  maxUnauthenticated: 40,
  maxConnections: 256,
  maxSessionsPerConnection: 24,
  /** Milliseconds between keep-alive packets, and how many of them may stay unanswered. */
  keepAliveIntervalMs: 15_000,
  maxMissedKeepAlives: 4,
  /** Milliseconds for a command to stop after its client has disconnected: a deploy undoes its partial rollout. */
  killDelayMs: restoreTimeoutMs + 30_000,
};
