import pino from 'pino';

/** The server's own log: one JSON object a line on standard error. */
export type Log = pino.Logger;

export function openLog(level: string): Log {
  return pino(
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination(2),
  );
}
