import type { Context } from '../../cli/invoke/context.ts';
import { propertySet } from '../../cli/parts/property-set.ts';
import { printHowToApply } from '../../cli/parts/restart.ts';
import { ingressClasses } from '../../release/routing/ingress-class.ts';
import { GLOBAL } from '../../state/scope.ts';
import { currentIngressClass, nginxPropertyTable, properties } from './properties.ts';

export default propertySet({
  plugin: 'nginx',
  summary: 'Set a proxy property of an app or of all apps, for any ingress controller',
  properties,
  examples: [
    {
      command: 'dokku nginx:set my-app client-max-body-size 50m',
      summary: 'Accept uploads of up to 50 MiB',
    },
    { command: 'dokku nginx:set my-app hsts false', summary: 'Send no HSTS header' },
    {
      command: 'dokku nginx:set --global proxy-read-timeout 5m',
      summary: 'Wait up to five minutes for the response of any app',
    },
    { command: 'dokku nginx:set my-app proxy-read-timeout', summary: 'Use the global value again' },
  ],
  changed(context, { scope, property }) {
    warnIfNoEffect(context, scope, property);
    if (scope !== GLOBAL) printHowToApply(context, scope);
  },
});

/** Every deploy repeats this warning. */
function warnIfNoEffect(context: Context, scope: string, name: string): void {
  const value = context.store.properties.get(scope, 'nginx', name);
  const current = ingressClasses.find((each) => each === currentIngressClass(context));
  if (value && current && !nginxPropertyTable[name]![current]?.(value))
    context.out.warn(`${name} ${value} has no effect with the ingress class ${current}`);
}
