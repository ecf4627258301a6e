import { restoreTimeoutMs } from '../core/clock.ts';
import type { Log } from './log.ts';

export interface Stoppable {
  close(): unknown;
}

/** Work in progress that the end waits for. */
export interface Drainable {
  readonly size: number;
  drained(): Promise<void>;
  signalAll(signal: NodeJS.Signals): void;
}

/**
 * Stops accepting at once, then lets running sessions end: up to the time-out, or to a second signal, which ends
 * them.
 */
export async function stop(
  servers: readonly Stoppable[],
  work: readonly Drainable[],
  { log, stopTimeout }: { log: Log; stopTimeout: number },
): Promise<void> {
  for (const server of servers) server.close();
  log.info({ running: work.reduce((sum, { size }) => sum + size, 0) }, 'stopping');
  const drained = Promise.all(work.map((each) => each.drained()));
  const impatient = Promise.withResolvers<string>();
  const timer = setTimeout(() => impatient.resolve('time is over'), stopTimeout);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => impatient.resolve(`second ${signal}`));
  const reason = await Promise.race([drained.then(() => undefined), impatient.promise]);
  clearTimeout(timer);
  if (reason === undefined) return log.info('stopped');
  log.warn({ reason, running: work.reduce((sum, { size }) => sum + size, 0) }, 'ending running sessions');
  for (const each of work) each.signalAll('SIGTERM');
  const killer = setTimeout(() => work.map((each) => each.signalAll('SIGKILL')), lastGrace);
  await drained;
  clearTimeout(killer);
  log.info('stopped');
}

/** Milliseconds that a session has to clean up after SIGTERM: a deploy undoes its partial rollout. */
const lastGrace = restoreTimeoutMs + 30_000;
