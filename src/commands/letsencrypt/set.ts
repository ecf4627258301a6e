import { command, scopeArgument } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';
import { effectiveSettings, setInstead } from './settings.ts';

const servers: Record<string, string> = { default: 'prod', production: 'prod', staging: 'stag' };

export default command({
  name: 'letsencrypt:set',
  summary: "Set the e-mail address or the server for Let's Encrypt",
  description:
    'It sets properties of scheduler-k3s, by which certificates are asked for here.\n' +
    'Properties:\n' +
    '    email: Address that Let’s Encrypt is given; HTTPS is on for apps that have one\n' +
    '    server: default or staging',
  args: [
    scopeArgument,
    { name: 'property', summary: 'email or server', kind: 'text' },
    { name: 'value', summary: 'New value; without one the setting is removed', kind: 'text', optional: true },
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
      summary: 'Try with certificates that browsers do not trust',
    },
  ],
  async run(context, { args: { scope, property, value } }) {
    if (property === 'email')
      return setInstead(context, scope, effectiveSettings(context.store, scope).emailProperty, value);
    if (property === 'server') {
      await setInstead(context, scope, 'letsencrypt-server', value && (servers[value] ?? value));
      if (effectiveSettings(context.store, scope).email === '')
        context.out.warn(`It needs an e-mail address too: dokku letsencrypt:set ${scope} email <address>`);
      return;
    }
    throw new Failure(`Invalid property ${property}`, {
      code: 'usage.property',
      details: ['Valid properties: email, server'],
      hint: `Certificates are asked for and renewed by cert-manager; see: dokku scheduler-k3s:report ${scope === GLOBAL ? '--global' : scope}`,
    });
  },
});
