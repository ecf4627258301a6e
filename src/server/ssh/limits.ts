import { restoreTimeoutMs } from '../../core/clock.ts';

/** Limits for one client and for all clients together. */
export const limits = {
  /** Milliseconds from the TCP connection to a verified key. */
  loginTime: 20_000,
  /** Keys and passwords that one connection may try; agents offer all their keys. */
  attempts: 10,
  /** Connections that have not logged in yet. */
  unproved: 40,
  connections: 256,
  sessionsOfConnection: 24,
  /** Milliseconds between keep-alive packets, and how many of them may stay unanswered. */
  keepAlive: 15_000,
  keepAlivesLost: 4,
  /** Milliseconds for a command to stop after its client has disconnected: a deploy undoes its partial rollout. */
  grace: restoreTimeoutMs + 30_000,
};
