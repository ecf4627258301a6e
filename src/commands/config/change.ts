import type { Context } from '../../cli/invoke/context.ts';
import { refuseIfBusy, restartIfRunning } from '../../cli/parts/restart.ts';
import { keyValues } from '../../cli/parts/table-text.ts';
import { GLOBAL, type Scope } from '../../state/scope.ts';

export interface ConfigChange {
  scope: Scope;
  set?: Record<string, string>;
  unset?: readonly string[];
  noRestart: boolean;
  noWait: boolean;
}

/** Sets and unsets config vars in one transaction, prints the changes and restarts the app. */
export async function changeConfig(context: Context, change: ConfigChange): Promise<void> {
  const { store, out } = context;
  const { scope, set = {}, unset = [] } = change;
  if (scope !== GLOBAL && !change.noRestart) await refuseIfBusy(context, scope, change.noWait);
  out.redactor.registerVariables(set);
  const removed = store.transaction(() => {
    store.config.set(scope, set);
    return new Set(store.config.unset(scope, unset));
  });
  for (const key of unset)
    out.step(removed.has(key) ? `Unsetting ${key}` : `Skipping ${key}, it is not set in the environment`);
  if (Object.keys(set).length > 0) {
    out.step('Setting config vars');
    for (const row of keyValues(Object.entries(set).map(([key, value]) => [key, oneLine(value)])))
      out.detail(row);
  }
  const keys = [...Object.keys(set), ...removed];
  if (keys.length === 0 || change.noRestart) return;
  if (scope === GLOBAL) return out.detail('Apps get the change at their next deploy or restart');
  await restartIfRunning(
    context,
    scope,
    `${Object.keys(set).length > 0 ? 'Set' : 'Unset'} config: ${keys.join(', ')}`,
  );
}

/** A value of several lines in one row of a table. */
export function oneLine(value: string): string {
  return value.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
}
