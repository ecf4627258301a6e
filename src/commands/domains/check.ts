import { visibleApps } from '../../access/guard.ts';
import { Failure } from '../../core/failure.ts';
import { normalizeDomain } from '../../core/names.ts';
import type { Context } from '../context.ts';

/** The domains in the form in which they are stored; any bad one refuses all. */
export function checkDomains(domains: readonly string[]): string[] {
  const bad = domains.filter((domain) => normalizeDomain(domain) === undefined);
  if (bad.length > 0) {
    throw new Failure(`${bad.join(', ')} cannot be a domain; nothing was changed`, {
      code: 'domains.invalid',
      hint: 'Write it like www.example.com or *.example.com, without a scheme, a port or a path',
    });
  }
  return [...new Set(domains.map((domain) => normalizeDomain(domain)!))];
}

/** Says which domains lead to another app as well, because then it is open which of them answers. */
export function warnOfSharedDomains(context: Context, app: string, domains: readonly string[]): void {
  for (const domain of domains) {
    const others = visibleApps(context, context.store.domains.appsWith(domain)).filter(
      (name) => name !== app,
    );
    if (others.length > 0)
      context.out.warn(`${domain} is also a domain of ${others.join(', ')}: either may answer`);
  }
}
