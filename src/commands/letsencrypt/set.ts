import { command, scopeArgument } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';
import { effectiveSettings, setSchedulerProperty } from './settings.ts';

const servers: Record<string, string> = { default: 'prod', production: 'prod', staging: 'stag' };

export default command({
  name: 'letsencrypt:set',
  summary: "Set the Let's Encrypt e-mail address or server",
  description:
    'The command sets properties of scheduler-k3s, which requests certificates.\n' +
    'Properties:\n' +
    '    email: Address of the Let’s Encrypt account; apps with an address get HTTPS\n' +
    '    server: default or staging',
  args: [
    scopeArgument,
    { name: 'property', summary: 'email or server', kind: 'text' },
    { name: 'value', summary: 'New value; omit to remove the setting', kind: 'text', optional: true },
  ],
  flags: {},
  role: 'admin',
  examples: [
    {
      command: 'dokku letsencrypt:set --global email admin@example.com',
      summary: 'Get certificates for the domains of all apps',
    },
    {
      command: 'dokku letsencrypt:set my-app server staging',
      summary: 'Test with certificates that browsers do not trust',
    },
  ],
  async run(context, { args: { scope, property, value } }) {
    if (property === 'email')
      return setSchedulerProperty(
        context,
        scope,
        effectiveSettings(context.store, scope).emailProperty,
        value,
      );
    if (property === 'server') {
      await setSchedulerProperty(context, scope, 'letsencrypt-server', value && (servers[value] ?? value));
      if (effectiveSettings(context.store, scope).email === '')
        context.out.warn(
          `Let's Encrypt also needs an e-mail address: dokku letsencrypt:set ${scope} email <address>`,
        );
      return;
    }
    throw new Failure(`Invalid property ${property}`, {
      code: 'usage.property',
      details: ['Valid properties: email, server'],
      hint: `cert-manager requests and renews the certificates; see: dokku scheduler-k3s:report ${scope === GLOBAL ? '--global' : scope}`,
    });
  },
});
