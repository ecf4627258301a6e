import type { Context } from '../../cli/invoke/context.ts';
import { GLOBAL, type Scope } from '../../state/scope.ts';

export const mergedFlag = {
  type: 'boolean',
  summary: 'Include the global config vars, as the app sees them',
} as const;

export const noRestartFlag = {
  type: 'boolean',
  summary: 'Save the change without a restart; pods get it at the next deploy',
} as const;

/** The config vars of a scope; with `merged`, an app's include the global ones. */
export function variables(
  { store }: Pick<Context, 'store'>,
  scope: Scope,
  merged: boolean,
): Record<string, string> {
  return merged && scope !== GLOBAL ? store.config.merged(scope) : store.config.all(scope);
}
