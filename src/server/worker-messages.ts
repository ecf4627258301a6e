import type { Actor } from '../access/actor.ts';

export interface WindowSize {
  columns: number;
  rows: number;
}

/** The session that a worker is started for; each worker gets one. */
export interface SessionRequest {
  argv: string[];
  actor: Actor;
  /** Present when the client asked for a terminal. */
  terminal: WindowSize | undefined;
}

/** Messages of the server to a worker. The first one is the session. */
export type ToWorker = ({ type: 'session' } & SessionRequest) | ({ type: 'resize' } & WindowSize);

/** The worker's message when all output is written, with the exit status. Its process exits a little later. */
export interface FromWorker {
  type: 'done';
  exitStatus: number;
}
