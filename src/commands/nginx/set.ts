import type { Context } from '../../cli/invoke/context.ts';
import { propertySet } from '../../cli/parts/property-set.ts';
import { tellHowToApply } from '../../cli/parts/restart.ts';
import { ingressClasses } from '../../release/routing/ingress-class.ts';
import { GLOBAL } from '../../state/scope.ts';
import { ingressClassNow, properties, table } from './properties.ts';

export default propertySet({
  plugin: 'nginx',
  summary: 'Change how requests to apps are handled, whatever ingress controller serves them',
  properties,
  examples: [
    {
      command: 'dokku nginx:set my-app client-max-body-size 50m',
      summary: 'Take uploads of up to 50 MiB',
    },
    { command: 'dokku nginx:set my-app hsts false', summary: 'Send no HSTS header' },
    {
      command: 'dokku nginx:set --global proxy-read-timeout 5m',
      summary: 'Wait five minutes for the answer of any app',
    },
    { command: 'dokku nginx:set my-app proxy-read-timeout', summary: 'Back to the global value' },
  ],
  changed(context, { scope, property }) {
    warnIfIdle(context, scope, property);
    if (scope !== GLOBAL) tellHowToApply(context, scope);
  },
});

/** Told at once, and again by every deploy. */
function warnIfIdle(context: Context, scope: string, name: string): void {
  const value = context.store.properties.get(scope, 'nginx', name);
  const now = ingressClasses.find((each) => each === ingressClassNow(context));
  if (value && now && !table[name]![now]?.(value))
    context.out.warn(`${name} ${value} has no effect with the ingress class ${now}`);
}
