import { ExecFailure } from '../exec/failure.ts';
import { historyArguments, type ReleaseRef, rollbackArguments, uninstallArguments } from './arguments.ts';
import type { HelmContext } from './context.ts';
import { helm } from './helm.ts';

export interface Revision {
  revision: number;
  /** `deployed`, `superseded`, `failed`, `pending-install`, `pending-upgrade`, `pending-rollback`, `uninstalling`, … */
  status: string;
  /** RFC 3339. */
  updated: string;
  description: string;
}

interface Options {
  signal?: AbortSignal;
}

/** The revisions of a release, oldest first; an empty list when Helm does not know the release. */
export async function history(
  context: HelmContext,
  ref: ReleaseRef,
  options: Options = {},
): Promise<Revision[]> {
  try {
    const { stdout } = await helm(context, historyArguments(ref), options);
    return JSON.parse(stdout);
  } catch (error) {
    const cause = (error as Error).cause;
    if (cause instanceof ExecFailure && /release: not found/.test(cause.outcome.stderr)) return [];
    throw error;
  }
}

/** Removes the release and its objects. A missing release is not an error. */
export async function uninstall(context: HelmContext, ref: ReleaseRef, options: Options = {}): Promise<void> {
  await helm(context, uninstallArguments(ref), options);
}

/** Applies the manifest of an old revision again. */
export async function rollbackRelease(
  context: HelmContext,
  ref: ReleaseRef,
  revision: number,
  options: Options = {},
): Promise<void> {
  await helm(context, rollbackArguments(ref, revision), options);
}
