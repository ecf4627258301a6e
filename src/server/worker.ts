import { closeSync } from 'node:fs';
import type { Session } from '../cli/invoke/session.ts';
import type { CommandTable } from '../cli/table/command-table.ts';
import { environmentFrom } from '../core/environment.ts';
import { Store } from '../state/store.ts';
import { interruption } from './local.ts';
import { standardStreams } from './standard-streams.ts';
import { RemoteTerminal } from './terminal.ts';
import type { FromWorker, SessionRequest, ToWorker } from './worker-messages.ts';

/** Loads everything, then waits for the one session that the server passes to this process. */
export async function awaitSession(commands: CommandTable, installation: string): Promise<Session> {
  const { signal, lost } = interruption();
  const stop = () => process.exit(0);
  signal.addEventListener('abort', stop);
  process.once('disconnect', stop);
  const environment = environmentFrom(process.env, installation);
  const store = await warmUp(commands, Store.open(environment));
  const request = await nextSession();
  signal.removeEventListener('abort', stop);
  process.off('disconnect', stop);
  endWithServer(lost);
  return {
    commands,
    argv: request.argv,
    environment,
    variables: process.env,
    actor: request.actor,
    signal,
    store,
    ...streamsOf(request, lost),
    close: reportDone,
  };
}

/** Ends the client's session while this process still cleans up, which takes longer than most commands. */
function reportDone(exitStatus: number): void {
  for (const output of [1, 2]) closeSync(output);
  process.send?.({ type: 'done', exitStatus } satisfies FromWorker);
}

/**
 * Commands that people and scripts run often. The others are loaded on request, because the parts of some of them (the
 * pipeline, the client of the cluster) would double the memory of a waiting process.
 */
export const preloadedCommands = [
  'apps:list',
  'apps:report',
  'config:get',
  'config:set',
  'config:show',
  'git-receive-pack',
  'git-upload-pack',
  'help',
  'ps:report',
] as const;

/** Loads the modules that most sessions need, so that sessions do not wait for them. */
async function warmUp(commands: CommandTable, store: Store): Promise<Store> {
  await Promise.all(preloadedCommands.map((name) => commands.find(name)));
  store.apps.names();
  store.grants.of('');
  return store;
}

function nextSession(): Promise<SessionRequest> {
  return new Promise((resolve) => {
    process.once('message', (message: ToWorker) => {
      if (message.type === 'session') resolve(message);
    });
  });
}

/** A killed server cannot send messages, so the processes of its client stop themselves: this one and git. */
function endWithServer(lost: () => void): void {
  process.once('disconnect', () => {
    lost();
    process.kill(-process.pid, 'SIGHUP');
  });
  process.channel?.unref();
}

/** A session with a terminal has one output stream, as everywhere. Git's protocol is for programs. */
function streamsOf(
  { argv, terminal: size }: SessionRequest,
  lost: () => void,
): Pick<Session, 'streams' | 'sinks' | 'terminal' | 'flush'> {
  const { streams, stdout, stderr, flush } = standardStreams(lost);
  if (!size || argv[0]?.startsWith('git-'))
    return { streams, sinks: { stdout, stderr }, terminal: undefined, flush };
  const terminal = new RemoteTerminal(size, streams, () => process.kill(process.pid, 'SIGINT'));
  process.on('message', (message: ToWorker) => {
    if (message.type === 'resize') terminal.resize(message);
  });
  process.channel?.unref();
  return {
    streams: { stdin: terminal.stdin, stdout: terminal.stdout, stderr: terminal.stdout },
    terminal,
    flush: async () => {
      await new Promise((done) => terminal.stdout.write('', done));
      await flush();
    },
  };
}
