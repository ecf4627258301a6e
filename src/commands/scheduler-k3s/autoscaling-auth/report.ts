import { visibleApps } from '../../../access/guard.ts';
import type { Context } from '../../../cli/invoke/context.ts';
import { unknownInfoFlag } from '../../../cli/parts/report.ts';
import { command, formatFlag } from '../../../cli/table/define.ts';
import { capitalize } from '../../../core/capitalize.ts';
import { Failure } from '../../../core/failure.ts';
import { masked } from '../../../core/secrets/masked.ts';
import { triggerAuthPlugin } from '../../../release/autoscaling/trigger-auth.ts';

const prefix = '--scheduler-k3s-autoscaling-auth.';

export default command({
  name: 'scheduler-k3s:autoscaling-auth:report',
  summary: 'Show the credentials of KEDA triggers',
  description:
    'Prints values with --include-metadata and with --format json. An info flag, ' +
    `${prefix}<trigger>.<key>, prints stars when the credential is set.`,
  args: [
    {
      name: 'scope',
      summary: 'Name of the app, or --global (default: all apps)',
      kind: 'scope',
      optional: true,
    },
  ],
  flags: {
    format: formatFlag,
    'include-metadata': { type: 'boolean', summary: 'Print the values of the credentials' },
  },
  // The role of every command that prints secrets.
  role: 'deploy',
  openFlags: true,
  examples: [
    {
      command: 'dokku scheduler-k3s:autoscaling-auth:report my-app',
      summary: 'List the trigger types with credentials',
    },
  ],
  run(context, { args, flags, open }) {
    if (open.length > 0 && flags.format === 'json')
      throw new Failure('--format json and an info flag cannot be used together', { code: 'usage' });
    const scopes = args.scope === undefined ? visibleApps(context, context.store.apps.names()) : [args.scope];
    for (const scope of scopes) {
      if (flags.format === 'json') context.out.json(context.store.secrets.all(scope, triggerAuthPlugin));
      else if (open.length > 0) for (const flag of open) printMask(context, scope, flag);
      else print(context, scope, flags['include-metadata']);
    }
  },
});

function print({ store, out }: Context, scope: string, withValues: boolean): void {
  out.header(`${scope} autoscaling-auth information`);
  const row = (label: string, value: string) => `${`${capitalize(label)}:`.padEnd(30)} ${value}`;
  const keys = store.secrets.keys(scope, triggerAuthPlugin);
  const triggers = [...new Set(keys.map((key) => key.slice(0, key.indexOf('.'))))];
  for (const trigger of triggers) {
    out.detail(row(trigger, 'configured'));
    if (!withValues) continue;
    for (const key of keys.filter((each) => each.startsWith(`${trigger}.`))) {
      const name = key.slice(trigger.length + 1);
      out.detail(row(`${trigger} ${name}`, store.secrets.get(scope, triggerAuthPlugin, key)!));
    }
  }
}

function printMask({ store, out }: Context, scope: string, flag: string): void {
  const valid = store.secrets.keys(scope, triggerAuthPlugin).map((key) => prefix + key);
  if (!valid.includes(flag)) throw unknownInfoFlag(flag, valid);
  out.line(masked);
}
