import type { Context } from '../../cli/invoke/context.ts';
import type { Properties } from '../../cli/parts/property-set.ts';
import { refused } from '../../cli/parts/property-values.ts';
import { ingressClasses } from '../../release/routing/ingress-class.ts';
import { type NginxProperty, nginxProperties } from '../../release/routing/nginx/properties.ts';
import { defaultSettings } from '../../release/settings/settings.ts';
import { GLOBAL } from '../../state/scope.ts';

export const table: Record<string, NginxProperty> = nginxProperties;

/** The properties as `nginx:set` takes them; each says for which ingress classes it is. */
export const properties: Properties = Object.fromEntries(
  Object.entries(table).map(([name, { summary, kind, default: preset, ...rest }]) => [
    name,
    {
      summary: `${summary} · ${classesOf(rest)}`,
      default: preset,
      normalize(value: string) {
        const kept = kind.read(value);
        if (kept === undefined) throw refused(name, value, kind.what);
        return kept;
      },
    },
  ]),
);

function classesOf(property: Pick<NginxProperty, 'nginx' | 'traefik' | 'gateway'>): string {
  const able = ingressClasses.filter((each) => property[each]);
  return able.length === ingressClasses.length ? 'every class' : able.join(', ') || 'without effect';
}

/** The same with the defaults of the class that serves apps now, for reports. */
export function propertiesNow(context: Pick<Context, 'store'>): Properties {
  if (ingressClassNow(context) !== 'nginx') return properties;
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      { ...property, default: property.default ?? table[name]!.nginxDefault },
    ]),
  );
}

export function ingressClassNow({ store }: Pick<Context, 'store'>): string {
  return store.properties.get(GLOBAL, 'scheduler-k3s', 'ingress-class') || defaultSettings.ingressClass;
}
