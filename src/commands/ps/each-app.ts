import { availableParallelism } from 'node:os';
import { visibleApps } from '../../access/guard.ts';
import { Failure, messageOf } from '../../core/failure.ts';
import { printFailure } from '../../core/print-failure.ts';
import { mapBounded } from '../../kube/many.ts';
import type { Context } from '../context.ts';

/** Flags and argument of commands that work on one app or, with `--all`, on every app. */
export const eachAppFlags = {
  all: { type: 'boolean', summary: 'Every app' },
  parallel: {
    type: 'number',
    summary: 'How many apps at once with --all; -1 for one per processor',
    placeholder: 'N',
  },
} as const;

export const optionalApp = {
  name: 'app',
  summary: 'Name of the app; none with --all',
  kind: 'app',
  optional: true,
} as const;

/** Runs `work` on the app or on all of them. Of several, one that fails does not keep the others from theirs. */
export async function eachApp(
  context: Context,
  app: string | undefined,
  flags: { all: boolean; parallel: number | undefined },
  work: (app: string) => Promise<void>,
): Promise<void> {
  const { parallel = 1 } = flags;
  if (parallel < -1) throw new Failure('--parallel must be at least -1', { code: 'usage' });
  if (flags.all === (app !== undefined)) {
    throw new Failure(flags.all ? 'Give an app or --all, not both' : 'Please specify an app, or --all', {
      code: 'usage',
    });
  }
  if (app !== undefined) return work(app);
  const width = parallel === -1 ? availableParallelism() : Math.max(1, parallel);
  const failed: string[] = [];
  await mapBounded(visibleApps(context, context.store.apps.names()), width, async (name) => {
    try {
      await work(name);
    } catch (error) {
      failed.push(`${name}: ${messageOf(error)}`);
      printFailure(context.out, error);
    }
  });
  if (failed.length === 0) return;
  throw new Failure(`${failed.length} ${failed.length === 1 ? 'app' : 'apps'} failed`, {
    code: 'ps.some-failed',
    details: failed,
  });
}
