import type { Context } from '../../cli/invoke/context.ts';
import type { Scope } from '../../state/scope.ts';
import type { Store } from '../../state/store.ts';
import { properties } from '../scheduler-k3s/properties.ts';
import setCommand from '../scheduler-k3s/set.ts';

/** Runs the equivalent scheduler-k3s:set, and prints that command. */
export async function setSchedulerProperty(
  context: Context,
  scope: Scope,
  property: string,
  value: string | undefined,
): Promise<void> {
  const words = [scope, property, value].filter((word) => word !== undefined);
  context.out.step(`Equivalent command: dokku scheduler-k3s:set ${words.join(' ')}`);
  const args = { scope, property, value: value === undefined ? [] : [value] };
  await setCommand.run(context, { args, flags: {}, open: [] } as never);
}

/** The effective server and e-mail address of Let's Encrypt. */
export function effectiveSettings(
  { properties: stored }: Store,
  app: Scope,
): { server: 'prod' | 'stag' | 'false'; emailProperty: string; email: string } {
  const setting = (name: string, preset: string) => stored.effective(app, 'scheduler-k3s', name, preset);
  const server = setting('letsencrypt-server', properties['letsencrypt-server'].default);
  const emailProperty = server.startsWith('stag') ? 'letsencrypt-email-stag' : 'letsencrypt-email-prod';
  return {
    server: server === 'false' ? 'false' : server.startsWith('stag') ? 'stag' : 'prod',
    emailProperty,
    email: setting(emailProperty, ''),
  };
}
