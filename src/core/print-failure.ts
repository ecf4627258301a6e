import { Failure, messageOf } from './failure.ts';
import type { Output } from './output.ts';
import { withSourceLines } from './source-lines.ts';

/** Prints an error: what failed and why, then what to do next. Any other exception is reported as a bug. */
export function printFailure(out: Output, error: unknown): void {
  if (!(error instanceof Failure)) {
    out.fail(`Internal error: ${messageOf(error)}`);
    if (error instanceof Error) printStack(out, error);
    if (!out.trace) out.fail('To see where the error happened, run the command again as: dokku --trace …');
    return;
  }
  out.fail(error.message);
  for (const detail of error.details) out.fail(`  ${detail}`);
  for (const hint of error.hint) out.fail(hint);
  printStack(out, error);
}

function printStack(out: Output, { stack = '' }: Error): void {
  if (out.trace) out.debug(withSourceLines(stack));
}
