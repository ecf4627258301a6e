import type { ServerChannel, Session } from 'ssh2';
import type { Actor } from '../../access/actor.ts';
import { remoteArguments } from '../../cli/parse/remote-command.ts';
import { ExitStatus, type Failure } from '../../core/failure.ts';
import { Output } from '../../core/output.ts';
import { printFailure } from '../../core/print-failure.ts';
import type { ProcessEnd, Worker } from '../../exec/worker.ts';
import type { ToWorker, WindowSize } from '../worker-messages.ts';
import { joinChannel } from './channel.ts';

export interface SessionHost {
  /** Asked when the command is known: a channel may have been open for long. */
  refusal(): Failure | undefined;
  start(request: { argv: string[]; serve: (worker: Worker) => Promise<ProcessEnd> }): void;
}

/** What a client may do inside a session channel: a terminal, one command or none, window changes, signals. */
export function serveSession(session: Session, actor: Actor, host: SessionHost): void {
  let terminal: WindowSize | undefined;
  let worker: Worker | undefined;
  const tell = (message: ToWorker) => worker?.send(message);

  session.on('pty', (accept, _reject, { cols, rows }) => {
    terminal = sizeOf(cols, rows);
    accept?.();
  });
  session.on('window-change', (accept, _reject, { cols, rows }) => {
    terminal = sizeOf(cols, rows);
    tell({ type: 'resize', ...terminal });
    accept?.();
  });
  session.on('signal', (accept, _reject, { name }) => {
    if (name === 'INT' || name === 'TERM' || name === 'HUP') worker?.signal(`SIG${name}`);
    accept?.();
  });

  const run = (channel: ServerChannel | undefined, line: string | undefined) => {
    // ssh2 gives none to a client that asks for a second command.
    if (!channel) return;
    const refusal = host.refusal();
    if (refusal) return refuse(channel, refusal);
    const argv = understand(channel, line);
    if (!argv) return;
    host.start({
      argv,
      serve(given) {
        worker = given;
        tell({ type: 'session', argv, actor, terminal });
        return joinChannel(channel, given);
      },
    });
  };
  session.on('exec', (accept, _reject, { command }) => run(accept(), command));
  session.on('shell', (accept) => run(accept(), undefined));
}

/** Says why nothing is run, and ends the session. */
function refuse(channel: ServerChannel, reason: unknown): void {
  const stderr = { write: (text: string) => void channel.stderr.write(text) };
  printFailure(new Output({ stdout: stderr, stderr }), reason);
  channel.exit(ExitStatus.failure);
  channel.end();
}

/** The argument list; a line that makes none is answered here. */
function understand(channel: ServerChannel, line: string | undefined): string[] | undefined {
  try {
    return remoteArguments(line);
  } catch (error) {
    refuse(channel, error);
    return undefined;
  }
}

/** Clients without a real terminal send zeros. */
function sizeOf(columns: number, rows: number): WindowSize {
  return { columns: columns || 80, rows: rows || 24 };
}
