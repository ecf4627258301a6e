import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runSession, type Session } from './cli/invoke/session.ts';
import { commandTable } from './commands/table.ts';
import { localSession } from './server/local.ts';

// Composition root: one invocation, one process. Started directly it serves this process's own streams; started by
// the server as a worker it waits for one session to be handed over and serves that.

const installation = join(dirname(fileURLToPath(import.meta.url)), '..');

async function session(): Promise<Session> {
  if (process.env.DOKKU_WORKER === '1')
    return (await import('./server/worker.ts')).awaitSession(commandTable, installation);
  return localSession(commandTable, process.argv.slice(2), installation);
}

// Kept-alive connections must not hold up the end.
process.exit(await runSession(await session()));
