import { availableParallelism } from 'node:os';
import pMap from 'p-map';
import { visibleApps } from '../../access/guard.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { Failure, messageOf } from '../../core/failure.ts';
import { printFailure } from '../../core/print-failure.ts';

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

/**
 * Runs `work` on the app or on all of them. Of several, one that fails does not keep the others from theirs. `doing`
 * names the work for each (`Restarting`); work that says so itself needs none.
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
  const width = widthOf(context, parallel);
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
    { concurrency: width },
  );
  if (failed.length === 0) return;
  throw new Failure(`${failed.length} ${failed.length === 1 ? 'app' : 'apps'} failed`, {
    code: 'ps.some-failed',
    details: failed,
  });
}

function widthOf({ out }: Context, parallel: number): number {
  if (parallel > 0) return parallel;
  const processors = availableParallelism();
  if (parallel === 0) out.warn('One app after the other; several at once with --parallel <number>');
  else out.warn(`Apps at once, one for each processor: ${processors}`);
  return parallel === 0 ? 1 : processors;
}
