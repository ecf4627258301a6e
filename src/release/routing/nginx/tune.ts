import type { ResolveContext } from '../../context.ts';
import { type Hsts, hstsHeader } from '../hsts.ts';
import type { IngressClass } from '../ingress-class.ts';
import { type NginxProperty, nginxProperties } from './properties.ts';
import { merge, type Tuning } from './tuning.ts';

/** Annotations for the defaults of properties that differ from the defaults of ingress-nginx. */
const differingDefaults: Record<IngressClass, Partial<Tuning>> = {
  nginx: {
    annotations: { 'proxy-buffering': 'on', 'proxy-buffers-number': '8', 'proxy-connect-timeout': '60' },
  },
  traefik: {},
  gateway: {},
};

/**
 * Returns the configuration of an ingress class for the properties of `nginx:set`. One warning names all set properties
 * that the class does not support. An invalid value is a problem.
 */
export function tuningOf(
  context: ResolveContext,
  ingressClass: IngressClass,
  { tls, hsts }: { tls: boolean; hsts: Hsts | undefined },
): Tuning {
  const { app, settings } = context.input;
  const parts: Partial<Tuning>[] = [differingDefaults[ingressClass]];
  const unsupported: string[] = [];
  for (const [name, property] of Object.entries<NginxProperty>(nginxProperties)) {
    const value = settings.nginx[name];
    if (value === undefined) continue;
    const { read, what } = property.kind;
    const normalized = read(value);
    if (normalized === undefined)
      context.problem(`${name} "${value}" is not ${what}`, `nginx:set ${app} ${name} <value>`);
    const part = normalized === undefined ? {} : property[ingressClass]?.(normalized);
    if (part) parts.push(part);
    else unsupported.push(name);
  }
  if (ingressClass === 'nginx' && tls && hasHstsProperty(settings.nginx))
    parts.push({ locationLines: [lineOf(hsts)] });
  if (unsupported.length > 0)
    context.warn(
      `With the ingress class ${ingressClass} these properties of nginx:set have no effect: ${unsupported.join(', ')}`,
    );
  return merge(parts);
}

/** Returns whether an HSTS property is set. If not, the header of the controller is kept. */
function hasHstsProperty(nginx: Record<string, string>): boolean {
  return Object.keys(nginx).some((name) => name === 'hsts' || name.startsWith('hsts-'));
}

function lineOf(hsts: Hsts | undefined): string {
  return hsts
    ? `more_set_headers "Strict-Transport-Security: ${hstsHeader(hsts)}";`
    : 'more_clear_headers "Strict-Transport-Security";';
}
