import type { Readable } from 'node:stream';
import { Failure, throwIfCancelled } from '../core/failure.ts';
import { openChannels } from './channels.ts';
import { KubeFailure, type Status } from './failure.ts';
import type { Kube } from './kube.ts';
import type { NamespacedName } from './types.ts';

/** The window of a person's terminal. */
export interface TerminalWindow {
  size(): { columns: number; rows: number };
  /** Calls `listener` after each change of the size until the returned function is called. */
  onResize(listener: () => void): () => void;
}

export interface StreamOptions {
  /** Read to its end, and destroyed when the command ends first. Absent: the command has no input. */
  stdin?: Readable;
  stdout: NodeJS.WritableStream;
  /** Not used with a terminal, which joins the two outputs. */
  stderr?: NodeJS.WritableStream;
  /** Present: the command runs in a terminal of this size. */
  terminal?: TerminalWindow;
  /** Called when the connection is open. */
  onOpen?: () => void;
  signal: AbortSignal;
}

/**
 * Runs a command in a container and resolves to its own exit status. Throws a `Failure` when the command could not be
 * started (exit status 126 or 127, as in a shell) and `Cancelled` on abort.
 */
export async function exec(
  kube: Kube,
  pod: NamespacedName,
  container: string,
  command: string[],
  options: StreamOptions,
): Promise<number> {
  const query = new URLSearchParams(command.map((word): [string, string] => ['command', word]));
  const status = await stream(kube, pod, container, 'exec', query, options);
  return exitStatus(status, command[0] ?? '');
}

/** Joins the streams of a container's main process. Resolves when they close; the exit status is in the pod. */
export async function attachToContainer(
  kube: Kube,
  pod: NamespacedName,
  container: string,
  options: StreamOptions,
): Promise<void> {
  const status = await stream(kube, pod, container, 'attach', new URLSearchParams(), options);
  if (status?.status !== 'Failure') return;
  const said = status.message ?? 'the cluster gave no reason';
  throw new KubeFailure(`Could not attach to pod ${pod.name}: ${said}`, status.code ?? 500, said, {
    code: 'kube.exec-refused',
  });
}

async function stream(
  kube: Kube,
  pod: NamespacedName,
  container: string,
  subresource: 'exec' | 'attach',
  query: URLSearchParams,
  options: StreamOptions,
): Promise<Status | undefined> {
  throwIfCancelled(options.signal);
  const tty = options.terminal !== undefined;
  query.set('container', container);
  query.set('stdin', String(options.stdin !== undefined));
  query.set('stdout', 'true');
  query.set('stderr', String(!tty && options.stderr !== undefined));
  query.set('tty', String(tty));
  const path = await kube.path({ apiVersion: 'v1', kind: 'Pod', ...pod }, subresource);
  const channels = await openChannels(kube.transport, `${path}?${query}`, {
    what: `${subresource === 'exec' ? 'run a command in' : 'attach to'} pod ${pod.name}`,
    stdout: options.stdout,
    stderr: options.stderr,
  });
  options.onOpen?.();
  const cancel = () => channels.close();
  options.signal.addEventListener('abort', cancel, { once: true });
  if (options.signal.aborted) cancel();
  const { terminal, stdin } = options;
  const resize = () => terminal && channels.resize(terminal.size());
  const unlisten = terminal?.onResize(resize);
  resize();
  if (stdin) channels.feed(stdin, tty);
  try {
    const status = await channels.ended;
    throwIfCancelled(options.signal);
    return status;
  } finally {
    options.signal.removeEventListener('abort', cancel);
    unlisten?.();
  }
}

/** Reads the status object of a finished command, in the kubelet's words. */
export function exitStatus(status: Status | undefined, program: string): number {
  if (!status) {
    throw new Failure(`The connection to the cluster was lost while ${program} was running`, {
      code: 'kube.exec-lost',
    });
  }
  if (status.status === 'Success') return 0;
  const code = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  if (code !== undefined) return Number(code);
  const text = status.message ?? '';
  const missing = /executable file not found|no such file or directory/.test(text);
  throw new Failure(
    missing ? `${program} does not exist in the container` : `${program} could not be run: ${text}`,
    {
      code: 'kube.exec',
      exitStatus: missing ? 127 : 126,
      hint: missing ? 'Check the spelling, and check that the image has the program' : undefined,
    },
  );
}
