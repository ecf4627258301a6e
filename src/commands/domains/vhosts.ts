import type { Context } from '../../cli/invoke/context.ts';

/** The variable by which Dokku has always turned an app's domains off; the list itself stays. */
const variable = 'NO_VHOST';

export function vhostsEnabled({ store }: Pick<Context, 'store'>, app: string): boolean {
  return !['1', 'true'].includes(store.config.get(app, variable) ?? '');
}

export function enableVhosts({ store }: Pick<Context, 'store'>, app: string): void {
  store.config.unset(app, [variable]);
}

export function disableVhosts({ store }: Pick<Context, 'store'>, app: string): void {
  store.config.set(app, { [variable]: '1' });
}
