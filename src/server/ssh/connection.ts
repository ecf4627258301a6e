import type { Connection } from 'ssh2';
import type { Actor } from '../../access/actor.ts';
import type { Store } from '../../state/store.ts';
import type { Sessions } from '../sessions.ts';
import { decideLogin } from './authenticate.ts';
import { limits } from './limits.ts';
import { serveSession } from './session.ts';

export interface ConnectionServices {
  store: Store;
  sessions: Sessions;
  loggedIn(actor: Actor): void;
  /** Called for every failed attempt. */
  refused(): void;
}

/** Serves one client: the login, then its sessions. ssh2 refuses every request without a listener. */
export function serveConnection(
  connection: Connection,
  { store, sessions, loggedIn, refused }: ConnectionServices,
): void {
  let actor: Actor | undefined;
  let attempts = 0;
  let open = 0;

  connection.on('authentication', (attempt) => {
    const verdict = decideLogin(store.keys, attempt);
    if (verdict.kind === 'reject') {
      attempt.reject(['publickey']);
      // Every client begins with the method `none`, to learn the other methods.
      if (attempt.method === 'none') return;
      refused();
      if (++attempts >= limits.maxLoginAttempts) connection.end();
      return;
    }
    if (verdict.kind === 'accept') actor = verdict.actor;
    attempt.accept();
  });
  connection.on('ready', () => loggedIn(actor!));
  connection.on('session', (accept, reject) => {
    if (open >= limits.maxSessionsPerConnection) return reject();
    open++;
    const session = accept();
    session.once('close', () => open--);
    serveSession(session, actor!, {
      refusal: () => sessions.refusal(),
      start: ({ argv, serve }) => void sessions.run(actor!, argv, serve),
    });
  });
}
