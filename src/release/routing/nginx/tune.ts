import type { ResolveContext } from '../../context.ts';
import { type Hsts, hstsHeader } from '../hsts.ts';
import type { IngressClass } from '../ingress-class.ts';
import { type NginxProperty, nginxProperties } from './properties.ts';
import { merge, type Tuning } from './tuning.ts';

/** Where ingress-nginx, left to itself, does something else than the properties' defaults say. */
const ownDefaults: Record<IngressClass, Partial<Tuning>> = {
  nginx: {
    annotations: { 'proxy-buffering': 'on', 'proxy-buffers-number': '8', 'proxy-connect-timeout': '60' },
  },
  traefik: {},
  gateway: {},
};

/**
 * What the properties of `nginx:set` come to for a class. Those that were set and that it cannot express are named in
 * one warning; a value that is none is a problem.
 */
export function tuningOf(
  context: ResolveContext,
  ingressClass: IngressClass,
  { tls, hsts }: { tls: boolean; hsts: Hsts | undefined },
): Tuning {
  const { app, settings } = context.input;
  const parts: Partial<Tuning>[] = [ownDefaults[ingressClass]];
  const idle: string[] = [];
  for (const [name, property] of Object.entries<NginxProperty>(nginxProperties)) {
    const value = settings.nginx[name];
    if (value === undefined) continue;
    const { read, what } = property.kind;
    const kept = read(value);
    if (kept === undefined)
      context.problem(`${name} "${value}" is not ${what}`, `nginx:set ${app} ${name} <value>`);
    const part = kept === undefined ? {} : property[ingressClass]?.(kept);
    if (part) parts.push(part);
    else idle.push(name);
  }
  if (ingressClass === 'nginx' && tls && isChosen(settings.nginx))
    parts.push({ locationLines: [lineOf(hsts)] });
  if (idle.length > 0)
    context.warn(
      `With the ingress class ${ingressClass} these properties of nginx:set have no effect: ${idle.join(', ')}`,
    );
  return merge(parts);
}

/** Without a choice the controller's own header stays. */
function isChosen(nginx: Record<string, string>): boolean {
  return Object.keys(nginx).some((name) => name === 'hsts' || name.startsWith('hsts-'));
}

function lineOf(hsts: Hsts | undefined): string {
  return hsts
    ? `more_set_headers "Strict-Transport-Security: ${hstsHeader(hsts)}";`
    : 'more_clear_headers "Strict-Transport-Security";';
}
