import { ExecFailure } from '../exec/failure.ts';
import { type RunResult, runProgram } from '../exec/run-program.ts';
import { type HelmContext, helmVariables } from './context.ts';
import { helmFailure } from './failure.ts';

export interface HelmOptions {
  signal?: AbortSignal;
  /** Further variables of the process. */
  variables?: Record<string, string>;
}

/** Milliseconds for one call, none of which waits for pods: a server that hangs must not hold the deploy lock for ever. */
const helmTimeoutMs = 180_000;

/** Runs helm; whatever it complains about becomes a designed Failure. */
export async function helm(
  context: HelmContext,
  args: readonly string[],
  options: HelmOptions = {},
): Promise<RunResult> {
  const cluster = context.kubeContext ? ['--kube-context', context.kubeContext] : [];
  try {
    return await runProgram(context.helm, [...args, ...cluster], {
      env: { ...helmVariables(context), ...options.variables },
      signal: options.signal,
      timeout: helmTimeoutMs,
    });
  } catch (error) {
    if (error instanceof ExecFailure) throw helmFailure(error);
    throw error;
  }
}
