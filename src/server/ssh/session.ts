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
  /** Called when the command is known, because a channel may have been open for a long time. */
  refusal(): Failure | undefined;
  start(request: { argv: string[]; serve: (worker: Worker) => Promise<ProcessEnd> }): void;
}

/** The requests of a client in a session channel: a terminal, at most one command, window changes, signals. */
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
    // ssh2 passes no channel when a client requests a second command.
    if (!channel) return;
    const refusal = host.refusal();
    if (refusal) return refuse(channel, refusal);
    const argv = parseCommandLine(channel, line);
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

/** Prints why nothing runs, and ends the session. */
function refuse(channel: ServerChannel, reason: unknown): void {
  const stderr = { write: (text: string) => void channel.stderr.write(text) };
  printFailure(new Output({ stdout: stderr, stderr }), reason);
  channel.exit(ExitStatus.failure);
  channel.end();
}

/** The argument list. A line that cannot be split is refused here. */
function parseCommandLine(channel: ServerChannel, line: string | undefined): string[] | undefined {
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
