import type { Readable, Writable } from 'node:stream';
import type { Actor } from '../../access/actor.ts';
import type { Environment } from '../../core/environment.ts';
import type { Output } from '../../core/output.ts';
import type { Kube } from '../../kube/kube.ts';
import type { Store } from '../../state/store.ts';

/** The terminal on the other side, of this process or of an SSH client. */
export interface Terminal {
  columns: number;
  rows: number;
  /** Standard input comes from this terminal too, and not from a file or another program. */
  readonly isTyped: boolean;
  /** Calls the listener with each new size until the signal is aborted. */
  onResize(listener: (size: { columns: number; rows: number }) => void, signal: AbortSignal): void;
  /** Keys arrive one by one, unechoed, while `raw` is true. */
  setRaw(raw: boolean): void;
}

/** Raw streams of the session, for commands that carry bytes: `run`, `enter`, `git-receive-pack`. */
export interface Streams {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
}

/** Everything a command may use. It is created once per process; costly parts open at first use. */
export interface Context {
  environment: Environment;
  /** The environment variables of the invocation that commands may read. */
  variables: Record<string, string | undefined>;
  actor: Actor;
  out: Output;
  streams: Streams;
  /** Undefined when standard output is not a terminal. */
  terminal: Terminal | undefined;
  /** Aborted by Ctrl-C, a lost connection or a termination signal. */
  signal: AbortSignal;
  /** `--force`: confirmations are skipped. */
  force: boolean;
  readonly store: Store;
  /** The API server of the cluster; the client is loaded at first use. */
  kube: () => Promise<Kube>;
}
