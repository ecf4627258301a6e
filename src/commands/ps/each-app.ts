import { availableParallelism } from 'node:os';
import pMap from 'p-map';
import { visibleApps } from '../../access/guard.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { Failure, messageOf } from '../../core/failure.ts';
import { printFailure } from '../../core/print-failure.ts';

/** Flags and argument of commands that work on one app or, with `--all`, on every app. */
export const eachAppFlags = {
  all: { type: 'boolean', summary: 'All apps' },
  parallel: {
    type: 'number',
    summary: 'Number of apps at once with --all (default 1); -1 for one per processor',
    placeholder: 'N',
  },
} as const;

/**
 * Runs `work` on one app, or on all apps with `--all`. When one app fails, the others still run. `doing` is the verb of
 * the line before each app (`Restarting`); undefined when `work` prints its own line.
 */
export async function eachApp(
  context: Context,
  app: string | undefined,
  flags: { all: boolean; parallel: number | undefined },
  doing: string | undefined,
  work: (app: string) => Promise<void>,
): Promise<void> {
  const { parallel = 0 } = flags;
  if (parallel < -1) throw new Failure('--parallel must be at least -1', { code: 'usage' });
  if (app !== undefined) return work(app);
  if (!flags.all) throw new Failure('Please specify an app, or --all', { code: 'usage.missing-argument' });
  const concurrency = concurrencyOf(context, parallel);
  const failed: string[] = [];
  await pMap(
    visibleApps(context, context.store.apps.names()),
    async (name) => {
      if (doing) context.out.step(`${doing} ${name}`);
      try {
        await work(name);
      } catch (error) {
        failed.push(`${name}: ${messageOf(error)}`);
        printFailure(context.out, error);
      }
    },
    { concurrency },
  );
  if (failed.length === 0) return;
  throw new Failure(`${failed.length} ${failed.length === 1 ? 'app' : 'apps'} failed`, {
    code: 'ps.some-failed',
    details: failed,
  });
}

function concurrencyOf({ out }: Context, parallel: number): number {
  if (parallel > 0) return parallel;
  const processors = availableParallelism();
  if (parallel === 0) out.detail('One app at a time; use --parallel N for more');
  else out.detail(`${processors} apps at a time, one for each processor`);
  return parallel === 0 ? 1 : processors;
}
