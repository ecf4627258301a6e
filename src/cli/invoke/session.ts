import type { Actor } from '../../access/actor.ts';
import { clusterAccess } from '../../cluster/access.ts';
import type { Environment } from '../../core/environment.ts';
import { ExitStatus, Failure } from '../../core/failure.ts';
import { Output, type Sink } from '../../core/output.ts';
import { printFailure } from '../../core/print-failure.ts';
import type { Kube } from '../../kube/kube.ts';
import { Store } from '../../state/store.ts';
import type { CommandTable } from '../table/command-table.ts';
import type { Context, Streams, Terminal } from './context.ts';
import { type Invocation, parseInvocation, runInvocation } from './execute.ts';

/** One invocation, as SSH, HTTP or the local shell starts it. */
export interface Session {
  /** The commands that it may name. */
  commands: CommandTable;
  argv: string[];
  environment: Environment;
  variables: Record<string, string | undefined>;
  actor: Actor;
  streams: Streams;
  /** Where the program prints its own text, when that is faster than the streams. */
  sinks?: { stdout: Sink; stderr: Sink };
  terminal: Terminal | undefined;
  signal: AbortSignal;
  /** A store that is open already; closed at the end. */
  store?: Store;
  /** Resolves when everything written has left the process; awaited before it exits. */
  flush?(): Promise<void>;
  /** Called with the exit status when everything is written, before the process exits. */
  close?(exitStatus: number): void;
}

/** Runs one session and returns its exit status. */
export async function runSession(session: Session): Promise<number> {
  let exitStatus: number = await serve(session);
  try {
    await session.flush?.();
  } catch (error) {
    // A failed command has already printed its error.
    if (exitStatus === ExitStatus.ok)
      exitStatus = printAndStatus(outputOf(session, { quiet: false, trace: false }), error);
  }
  session.close?.(exitStatus);
  return exitStatus;
}

/** Runs the command and prints any error that it throws. */
async function serve(session: Session): Promise<number> {
  let out = outputOf(session, { quiet: false, trace: false });
  let context: (Context & Disposable) | undefined;
  try {
    const invocation = await parseInvocation(session.commands, session.argv);
    out = outputOf(session, invocation.flags);
    context = contextOf(session, invocation, out);
    return await runInvocation(context, invocation);
  } catch (error) {
    return printAndStatus(out, error);
  } finally {
    context?.[Symbol.dispose]();
  }
}

function printAndStatus(out: Output, error: unknown): number {
  printFailure(out, error);
  return error instanceof Failure ? error.exitStatus : ExitStatus.failure;
}

function outputOf(session: Session, flags: { quiet: boolean; trace: boolean }): Output {
  const { streams, sinks } = session;
  return new Output({
    stdout: sinks?.stdout ?? { write: (text) => void streams.stdout.write(text) },
    stderr: sinks?.stderr ?? { write: (text) => void streams.stderr.write(text) },
    quiet: flags.quiet || session.variables.DOKKU_QUIET_OUTPUT === '1',
    trace: flags.trace || session.variables.DOKKU_TRACE === '1',
    color: session.terminal !== undefined && session.variables.NO_COLOR === undefined,
  });
}

function contextOf(session: Session, { flags }: Invocation, out: Output): Context & Disposable {
  let { store } = session;
  let kube: Promise<Kube> | undefined;
  const opened = () => (store ??= Store.open(session.environment));
  return {
    environment: session.environment,
    variables: session.variables,
    actor: session.actor,
    out,
    streams: session.streams,
    terminal: session.terminal,
    signal: session.signal,
    force: flags.force,
    get store() {
      return opened();
    },
    kube: () => (kube ??= connectKube(opened())),
    [Symbol.dispose]() {
      store?.close();
    },
  };
}

/** The API client is the heaviest part of the program, so it is loaded only by commands that talk to the cluster. */
async function connectKube(store: Store): Promise<Kube> {
  const { connectCluster } = await import('../../kube/connect.ts');
  const { kubeconfig, kubeContext } = clusterAccess(store.properties);
  return connectCluster({ kubeconfig, context: kubeContext || undefined });
}
