/** A domain that an app has. */
export interface DomainClaim {
  app: string;
  domain: string;
  /** Only the default domain: the app does not list it, and `domains:reset` gives it to the app. */
  isDefault: boolean;
}

/** How a domain takes requests from the domain of another app. */
type Overlap = 'same' | 'below' | 'above';

export interface DomainOverlap {
  /** The domain or the route that takes the requests. */
  domain: string;
  overlap: Overlap;
  claim: DomainClaim;
}

/**
 * Returns where a domain takes requests from others. An exact domain wins over a wildcard, so a domain below a wildcard
 * takes requests from the owner of the wildcard. Wildcards cover every depth here, because the ingress class decides
 * how many labels a wildcard matches.
 */
export function overlapsOf(domain: string, claims: readonly DomainClaim[]): DomainOverlap[] {
  return claims.flatMap((claim) => {
    const overlap = overlapOf(domain, claim.domain);
    return overlap ? [{ domain, overlap, claim }] : [];
  });
}

function overlapOf(domain: string, other: string): Overlap | undefined {
  if (domain === other) return 'same';
  if (isBelow(domain, other)) return 'below';
  return isBelow(other, domain) ? 'above' : undefined;
}

/** Whether a domain, or each domain of a wildcard, is below a wildcard. */
function isBelow(domain: string, wildcard: string): boolean {
  return wildcard.startsWith('*.') && domain.endsWith(wildcard.slice(1));
}

/** Describes an overlap as the rest of a sentence that begins with the domain. A hidden app has no name. */
export function describeOverlap({ overlap, claim }: DomainOverlap, isVisible: boolean): string {
  const owner = isVisible ? claim.app : 'another app';
  const owned = claim.isDefault ? `the default domain of ${owner}` : `a domain of ${owner}`;
  if (overlap === 'same') return `is ${owned}`;
  const named = isVisible ? `${claim.domain}, ${owned}` : owned;
  return overlap === 'below' ? `is below ${named}` : `covers ${named}`;
}
