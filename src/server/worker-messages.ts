import type { Actor } from '../access/actor.ts';

export interface WindowSize {
  columns: number;
  rows: number;
}

/** What a worker is started for; it gets one. */
export interface SessionRequest {
  argv: string[];
  actor: Actor;
  /** Present when the client asked for a terminal. */
  terminal: WindowSize | undefined;
}

/** What the server tells a worker; the first message is the session. */
export type ToWorker = ({ type: 'session' } & SessionRequest) | ({ type: 'resize' } & WindowSize);

/** What a worker tells the server: all is written, and this is the exit status. Its process takes a while to go. */
export interface FromWorker {
  type: 'done';
  exitStatus: number;
}
