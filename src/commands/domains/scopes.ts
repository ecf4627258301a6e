import { visibleApps } from '../../access/guard.ts';
import type { Context } from '../../cli/invoke/context.ts';
import type { Flag } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';

export const allFlag = { type: 'boolean', summary: 'Change all apps' } as const satisfies Flag;

/** The app that was named, or all that the actor may see with `--all`; exactly one of the two must be given. */
export function appsOf(context: Context, app: string | undefined, all: boolean): string[] {
  if (all && app === undefined) return visibleApps(context, context.store.apps.names());
  if (app !== undefined && !all) return [app];
  throw new Failure(all ? 'Give either an app or --all, not both' : 'Please specify an app, or --all', {
    code: 'usage.missing-argument',
  });
}
