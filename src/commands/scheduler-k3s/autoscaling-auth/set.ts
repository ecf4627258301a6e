import type { Context } from '../../../cli/invoke/context.ts';
import { printHowToApply } from '../../../cli/parts/restart.ts';
import { command, scopeArgument } from '../../../cli/table/define.ts';
import { triggerAuthPlugin } from '../../../release/autoscaling/trigger-auth.ts';
import { GLOBAL } from '../../../state/scope.ts';
import { checkTrigger, readMetadataFlags } from './metadata.ts';

export default command({
  name: 'scheduler-k3s:autoscaling-auth:set',
  summary: 'Set or remove the credentials of KEDA triggers',
  description:
    'Every trigger of this type gets the credentials; those of an app override the global ones. The database stores ' +
    'them encrypted. The cluster gets them as a Secret: for an app with its next deploy or restart, for --global at ' +
    'once. Without --metadata, all credentials of the type are removed.',
  args: [scopeArgument, { name: 'trigger', summary: 'Type of the triggers, e.g. rabbitmq', kind: 'text' }],
  flags: {
    metadata: {
      type: 'string',
      multiple: true,
      summary: 'Parameter of the scaler; may be repeated; keeps the other parameters',
      placeholder: 'KEY=VALUE',
    },
  },
  role: 'admin',
  examples: [
    {
      command:
        'dokku scheduler-k3s:autoscaling-auth:set my-app rabbitmq --metadata host=amqp://user:secret@mq:5672',
      summary: 'Let the rabbitmq triggers of an app log in',
    },
    {
      command: 'dokku scheduler-k3s:autoscaling-auth:set my-app rabbitmq',
      summary: 'Remove all rabbitmq credentials of an app',
    },
  ],
  async run(context, { args: { scope, trigger }, flags }) {
    checkTrigger(trigger);
    const values = readMetadataFlags(flags.metadata);
    context.out.redactor.register(...Object.values(values));
    const changed =
      Object.keys(values).length > 0
        ? storeCredentials(context, scope, trigger, values)
        : removeCredentials(context, scope, trigger);
    if (scope !== GLOBAL) return printHowToApply(context, scope);
    if (!changed) return;
    const { applyClusterTriggerAuth } = await import('../../../cluster/trigger-auth.ts');
    await applyClusterTriggerAuth(context, trigger);
  },
});

function storeCredentials(
  { store, out }: Context,
  scope: string,
  trigger: string,
  values: Record<string, string>,
): boolean {
  const named = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`${trigger}.${key}`, value]),
  );
  store.secrets.set(scope, triggerAuthPlugin, named);
  for (const key of Object.keys(values)) out.header(`Setting ${key} of ${trigger}`);
  return true;
}

function removeCredentials({ store, out }: Context, scope: string, trigger: string): boolean {
  const keys = store.secrets.keys(scope, triggerAuthPlugin).filter((key) => key.startsWith(`${trigger}.`));
  store.secrets.unset(scope, triggerAuthPlugin, keys);
  for (const key of keys) out.header(`Unsetting ${key.slice(trigger.length + 1)} of ${trigger}`);
  if (keys.length === 0) out.warn(`No credentials are stored for ${trigger}`);
  return keys.length > 0;
}
