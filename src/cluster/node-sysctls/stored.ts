import { GLOBAL } from '../../state/scope.ts';
import type { Store } from '../../state/store.ts';
import type { Sysctls } from './context.ts';

const plugin = 'scheduler-k3s-node-sysctls';

/** The sysctls that all nodes have, sorted by name. */
export function storedSysctls({ properties }: Pick<Store, 'properties'>): Sysctls {
  return properties.all(GLOBAL, plugin);
}

/** Stores one sysctl; without a value, removes it. */
export function storeSysctl(
  { properties }: Pick<Store, 'properties'>,
  name: string,
  value: string | undefined,
): void {
  if (value === undefined) properties.unset(GLOBAL, plugin, name);
  else properties.set(GLOBAL, plugin, name, value);
}
