/** The config variable by which Dokku has always turned an app's domains off; the list of domains stays. */
export const vhostsVariable = 'NO_VHOST';

/** Whether an app's own config turns its domains off. */
export function vhostsDisabled(config: Record<string, string>): boolean {
  return ['1', 'true'].includes(config[vhostsVariable] ?? '');
}
