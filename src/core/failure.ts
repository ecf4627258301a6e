/** Exit statuses that scripts rely on. */
export const ExitStatus = { ok: 0, failure: 1, usage: 2, noSuchApp: 20 } as const;

export interface FailureOptions {
  /** Stable machine-readable name, `area.reason`, e.g. `build.failed`. */
  code?: string;
  /** What to do next: a sentence or a command. Several lines are several steps. */
  hint?: string | string[];
  /** Additional lines about the reason: one mistake each, the end of a log, … */
  details?: string[];
  exitStatus?: number;
  cause?: unknown;
}

/**
 * An expected failure, written for the person who reads it: what failed and why (`message`, `details`), and what to do
 * next (`hint`). Any other exception is a bug and is reported as a bug.
 */
export class Failure extends Error {
  readonly code: string;
  readonly hint: string[];
  readonly details: string[];
  readonly exitStatus: number;

  constructor(message: string, options: FailureOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'Failure';
    this.code = options.code ?? 'failure';
    this.hint = options.hint === undefined ? [] : [options.hint].flat();
    this.details = options.details ?? [];
    this.exitStatus = options.exitStatus ?? ExitStatus.failure;
  }
}

/** The command was stopped from outside: Ctrl-C, a lost connection, `builds:cancel`. */
export class Cancelled extends Failure {
  constructor(reason: string) {
    super(reason, { code: 'cancelled', exitStatus: 130 });
    this.name = 'Cancelled';
  }
}

/** Throws `Cancelled`, or the Failure with which the signal was aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw signal.reason instanceof Failure ? signal.reason : new Cancelled('The command was cancelled');
}

/** The one message for a missing app and for an app that the actor may not see: both look the same. */
export function noSuchApp(app: string): Failure {
  return new Failure(`App ${app} does not exist`, {
    code: 'app.missing',
    exitStatus: ExitStatus.noSuchApp,
    hint: `List the apps with: dokku apps:list · create the app with: dokku apps:create ${app}`,
  });
}

/** For commands that need a current release, when the app was never deployed. */
export function notDeployed(app: string): Failure {
  return new Failure(`${app} has not been deployed yet`, {
    code: 'app.not-deployed',
    hint: `Push the app: git push dokku main · or deploy an image: dokku git:from-image ${app} <image>`,
  });
}

/** The message of any exception. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
