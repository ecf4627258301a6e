import { isIP } from 'node:net';
import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { normalizeDomain, readableDomain } from '../../core/names.ts';
import { type DomainOverlap, describeOverlap } from '../../release/routing/domain-overlap.ts';

/** Domains of an app, in the form in which they are stored; one invalid domain refuses all. */
export function checkDomains(domains: readonly string[]): string[] {
  return checkEach(domains, problemOfAppDomain);
}

/** Global domains; an IP address is allowed, but apps get no domain below one. */
export function checkGlobalDomains(domains: readonly string[]): string[] {
  return checkEach(domains, problemOfDomain);
}

function checkEach(domains: readonly string[], problemOf: (domain: string) => string | undefined): string[] {
  const problems = domains.flatMap((domain) => problemOf(domain) ?? []);
  if (problems.length === 0) return [...new Set(domains.map((domain) => normalizeDomain(domain)!))];
  throw new Failure('Invalid domains; nothing was changed', {
    code: 'domains.invalid',
    details: problems,
    hint: 'Use domains like www.example.com or *.example.com, without a scheme, a port or a path',
  });
}

function problemOfAppDomain(domain: string): string | undefined {
  if (domain === '_') return '_ is not a valid domain: an app serves only the domains that it has';
  if (isIP(domain)) return `${domain} is an IP address: the ingress controller routes requests by domain`;
  return problemOfDomain(domain);
}

function problemOfDomain(domain: string): string | undefined {
  return normalizeDomain(domain) === undefined ? `${domain} is not a valid domain` : undefined;
}

/** Prints how a domain with other letters than a to z is stored: reports, routes and certificates have this form. */
export function printDnsNames({ out }: Pick<Context, 'out'>, domains: readonly string[]): void {
  for (const domain of domains) {
    const readable = readableDomain(domain);
    if (readable !== domain) out.detail(`${domain} is the name of ${readable} in DNS`);
  }
}

/** A domain that a command names, in the form in which domains are stored. */
export function storedForm(domain: string): string {
  return normalizeDomain(domain) ?? domain.toLowerCase();
}

/** Warns of domains that were forced: either of the apps may answer. */
export function warnOfSharedDomains({ out }: Pick<Context, 'out'>, overlaps: readonly DomainOverlap[]): void {
  for (const overlap of overlaps)
    out.warn(`${overlap.domain} ${describeOverlap(overlap, true)}: requests may reach either app`);
}
