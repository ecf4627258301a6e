import { isIP } from 'node:net';
import { visibleApps } from '../../access/guard.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { normalizeDomain } from '../../core/names.ts';

/** Domains of an app, in the form in which they are stored; any bad one refuses all. */
export function checkDomains(domains: readonly string[]): string[] {
  return check(domains, problemOfAppDomain);
}

/** Global ones; an address may be among them, though no app gets a name below it. */
export function checkGlobalDomains(domains: readonly string[]): string[] {
  return check(domains, problemOfDomain);
}

function check(domains: readonly string[], problemOf: (domain: string) => string | undefined): string[] {
  const problems = domains.flatMap((domain) => problemOf(domain) ?? []);
  if (problems.length === 0) return [...new Set(domains.map((domain) => normalizeDomain(domain)!))];
  throw new Failure('The domains cannot be taken; nothing was changed', {
    code: 'domains.invalid',
    details: problems,
    hint: 'Write each like www.example.com or *.example.com, without a scheme, a port or a path',
  });
}

function problemOfAppDomain(domain: string): string | undefined {
  if (domain === '_') return '_ would stand for every name: an app is only reached by names that it has';
  if (isIP(domain)) return `${domain} is an address: the ingress controller tells apps apart by their names`;
  return problemOfDomain(domain);
}

function problemOfDomain(domain: string): string | undefined {
  return normalizeDomain(domain) === undefined ? `${domain} cannot be a domain` : undefined;
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
