import type { Context } from '../../cli/invoke/context.ts';
import { GLOBAL, type Scope } from '../../state/scope.ts';

export const mergedFlag = {
  type: 'boolean',
  summary: 'Include the global variables, as the app sees them',
} as const;

export const noRestartFlag = {
  type: 'boolean',
  summary: 'Only store the change; pods get it at the next deploy',
} as const;

/** The variables of a scope, for an app also those it inherits. */
export function variables(
  { store }: Pick<Context, 'store'>,
  scope: Scope,
  merged: boolean,
): Record<string, string> {
  return merged && scope !== GLOBAL ? store.config.merged(scope) : store.config.all(scope);
}
