import type { Context } from '../../cli/invoke/context.ts';
import type { PropertyTable } from '../../cli/parts/property-set.ts';
import { invalidPropertyValue } from '../../cli/parts/property-values.ts';
import { ingressClasses } from '../../release/routing/ingress-class.ts';
import { type NginxProperty, nginxProperties } from '../../release/routing/nginx/properties.ts';
import { defaultSettings } from '../../release/settings/settings.ts';
import { GLOBAL } from '../../state/scope.ts';

export const nginxPropertyTable: Record<string, NginxProperty> = nginxProperties;

/** The properties that `nginx:set` accepts. Each summary ends with the ingress classes that support the property. */
export const properties: PropertyTable = Object.fromEntries(
  Object.entries(nginxPropertyTable).map(([name, { summary, kind, default: preset, ...rest }]) => [
    name,
    {
      summary: `${summary} · ${classesOf(rest)}`,
      default: preset,
      normalize(value: string) {
        const normalized = kind.read(value);
        if (normalized === undefined) throw invalidPropertyValue(name, value, kind.what);
        return normalized;
      },
    },
  ]),
);

function classesOf(property: Pick<NginxProperty, 'nginx' | 'traefik' | 'gateway'>): string {
  const supporting = ingressClasses.filter((each) => property[each]);
  return supporting.length === ingressClasses.length ? 'all classes' : supporting.join(', ') || 'no effect';
}

/** The properties with the defaults of the current ingress class, for reports. */
export function propertiesOfCurrentClass(context: Pick<Context, 'store'>): PropertyTable {
  if (currentIngressClass(context) !== 'nginx') return properties;
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      { ...property, default: property.default ?? nginxPropertyTable[name]!.nginxDefault },
    ]),
  );
}

export function currentIngressClass({ store }: Pick<Context, 'store'>): string {
  return store.properties.get(GLOBAL, 'scheduler-k3s', 'ingress-class') || defaultSettings.ingressClass;
}
