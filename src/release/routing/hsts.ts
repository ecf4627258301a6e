import type { ResolveContext } from '../context.ts';
import { nginxProperties } from './nginx/properties.ts';

/** The header that restricts browsers to HTTPS. */
export interface Hsts {
  seconds: number;
  includeSubdomains: boolean;
  preload: boolean;
}

/** Returns the settings of `nginx:set hsts*`, for the hosts with TLS; undefined if HSTS is off. */
export function hstsOf({ input: { settings } }: ResolveContext): Hsts | undefined {
  const read = (name: 'hsts' | 'hsts-max-age' | 'hsts-include-subdomains' | 'hsts-preload') =>
    settings.nginx[name] ?? nginxProperties[name].default;
  if (read('hsts') !== 'true') return undefined;
  return {
    seconds: Number(read('hsts-max-age')),
    includeSubdomains: read('hsts-include-subdomains') === 'true',
    preload: read('hsts-preload') === 'true',
  };
}

export function hstsHeader({ seconds, includeSubdomains, preload }: Hsts): string {
  return [`max-age=${seconds}`, includeSubdomains && 'includeSubDomains', preload && 'preload']
    .filter(Boolean)
    .join('; ');
}
