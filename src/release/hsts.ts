import type { ResolveContext } from './context.ts';

/** The header that tells browsers to come by HTTPS only. */
export interface Hsts {
  seconds: number;
  includeSubdomains: boolean;
  preload: boolean;
}

/** What `nginx:set hsts*` says, for the hosts that are served by TLS. */
export function hstsOf(context: ResolveContext): Hsts | undefined {
  const { app, settings } = context.input;
  const { enabled, maxAge, includeSubdomains, preload } = settings.hsts;
  if (enabled !== 'true') return undefined;
  if (!/^\d{1,10}$/.test(maxAge)) {
    context.problem(
      `hsts-max-age "${maxAge}" is not a number of seconds`,
      `nginx:set ${app} hsts-max-age 15724800`,
    );
  }
  return {
    seconds: Number(maxAge),
    includeSubdomains: includeSubdomains === 'true',
    preload: preload === 'true',
  };
}
