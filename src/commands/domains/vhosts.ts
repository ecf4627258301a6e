import type { Context } from '../../cli/invoke/context.ts';
import { vhostsDisabled, vhostsVariable } from '../../release/routing/vhosts.ts';

export function vhostsEnabled({ store }: Pick<Context, 'store'>, app: string): boolean {
  return !vhostsDisabled(store.config.all(app));
}

export function enableVhosts({ store }: Pick<Context, 'store'>, app: string): void {
  store.config.unset(app, [vhostsVariable]);
}

export function disableVhosts({ store }: Pick<Context, 'store'>, app: string): void {
  store.config.set(app, { [vhostsVariable]: '1' });
}
