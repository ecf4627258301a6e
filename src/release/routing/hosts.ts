import { normalizeDomain } from '../../core/names.ts';
import type { ResolveContext } from '../context.ts';
import { domainSlugs } from './domain-slug.ts';

export interface Host {
  domain: string;
  /** The domain as part of an object's name. */
  slug: string;
  wildcard: boolean;
}

/** Returns the hosts of web, in the order of the domains; empty without a web process. */
export function hostsOf(context: ResolveContext, processes: readonly string[]): Host[] {
  const { app, settings } = context.input;
  if (!processes.includes('web')) return [];
  const named = settings.domains.map((domain) => normalizeDomain(domain) ?? domain);
  const domains = [...new Set(named)].filter((domain) => {
    if (normalizeDomain(domain)) return true;
    context.problem(`"${domain}" is not a valid domain`, `domains:remove ${app} ${domain}`);
    return false;
  });
  return [...domainSlugs(domains)].map(([domain, slug]) => ({
    domain,
    slug,
    wildcard: domain.startsWith('*.'),
  }));
}
