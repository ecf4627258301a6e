import { Failure } from '../core/failure.ts';
import { isNotInstalled } from './bind-to-parent.ts';

export interface ExecOutcome {
  command: string;
  stdout: string;
  stderr: string;
  /** Undefined when a signal ended the process or it never started. */
  exitCode: number | undefined;
  signal: string | undefined;
  timedOut: boolean;
}

/** A child process that failed. `outcome` holds its output. */
export class ExecFailure extends Failure {
  readonly outcome: ExecOutcome;

  constructor(outcome: ExecOutcome, cause?: unknown) {
    super(sentence(outcome, cause), {
      code: 'exec.failed',
      details: lastLines(outcome.stderr || outcome.stdout, 20),
      cause,
    });
    this.name = 'ExecFailure';
    this.outcome = outcome;
  }
}

function sentence(outcome: ExecOutcome, cause: unknown): string {
  if (outcome.timedOut) return `${outcome.command} was stopped because it took too long`;
  if (outcome.signal) return `${outcome.command} was killed by ${outcome.signal}`;
  if (isNotInstalled(outcome.exitCode, outcome.stderr)) return `${outcome.command} is not installed`;
  if (outcome.exitCode !== undefined) return `${outcome.command} failed with exit status ${outcome.exitCode}`;
  if ((cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
    return `${outcome.command} is not installed`;
  return `${outcome.command} could not be started`;
}

export function lastLines(text: string, count: number): string[] {
  return text.trimEnd().split('\n').filter(Boolean).slice(-count);
}
