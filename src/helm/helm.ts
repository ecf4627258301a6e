import { ExecFailure } from '../exec/failure.ts';
import { type RunResult, runProgram } from '../exec/run-program.ts';
import { type HelmContext, helmVariables } from './context.ts';
import { helmFailure } from './failure.ts';

export interface HelmOptions {
  signal?: AbortSignal;
  /** Additional variables of the process. */
  variables?: Record<string, string>;
}

/** Milliseconds for one call. No call waits for pods, and a hanging server must not keep the deploy lock for ever. */
const helmTimeoutMs = 180_000;

/** Runs helm. An error of helm becomes a Failure with the next step. */
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
