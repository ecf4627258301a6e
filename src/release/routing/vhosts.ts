/** Dokku's config var that disables the domains of an app; the list of domains is kept. */
export const vhostsVariable = 'NO_VHOST';

/** Returns whether an app's own config disables its domains. */
export function vhostsDisabled(config: Record<string, string>): boolean {
  return ['1', 'true'].includes(config[vhostsVariable] ?? '');
}
