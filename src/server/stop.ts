import { restoreTimeoutMs } from '../core/clock.ts';
import type { Log } from './log.ts';

export interface Stoppable {
  close(): unknown;
}

/** Running work that the server waits for when it stops. */
export interface Drainable {
  readonly size: number;
  drained(): Promise<void>;
  signalAll(signal: NodeJS.Signals): void;
}

/**
 * Stops accepting at once, then waits for running sessions. After the time-out or a second signal, the sessions are
 * stopped.
 */
export async function stop(
  servers: readonly Stoppable[],
  work: readonly Drainable[],
  { log, stopTimeout }: { log: Log; stopTimeout: number },
): Promise<void> {
  for (const server of servers) server.close();
  log.info({ running: work.reduce((sum, { size }) => sum + size, 0) }, 'stopping');
  const drained = Promise.all(work.map((each) => each.drained()));
  const forced = Promise.withResolvers<string>();
  const timer = setTimeout(() => forced.resolve('time-out'), stopTimeout);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => forced.resolve(`second ${signal}`));
  const reason = await Promise.race([drained.then(() => undefined), forced.promise]);
  clearTimeout(timer);
  if (reason === undefined) return log.info('stopped');
  log.warn({ reason, running: work.reduce((sum, { size }) => sum + size, 0) }, 'stopping running sessions');
  for (const each of work) each.signalAll('SIGTERM');
  const killer = setTimeout(() => work.map((each) => each.signalAll('SIGKILL')), killDelayMs);
  await drained;
  clearTimeout(killer);
  log.info('stopped');
}

/** Milliseconds that a session has to clean up after SIGTERM: a deploy undoes its partial rollout. */
const killDelayMs = restoreTimeoutMs + 30_000;
