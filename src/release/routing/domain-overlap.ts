/** A domain that an app has. */
export interface DomainClaim {
  app: string;
  domain: string;
  /**
   * - `listed`: in the list of the app
   * - `default`: not in the list, but `domains:reset` gives the domain to the app
   * - `routed`: not in the list, but the serving release has a route for it
   */
  kind: 'listed' | 'default' | 'routed';
}

const nouns = {
  listed: 'a domain of',
  default: 'the default domain of',
  routed: 'a host of the Kustomize folder of',
} as const;

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
  const owned = `${nouns[claim.kind]} ${owner}`;
  if (overlap === 'same') return `is ${owned}`;
  const named = isVisible ? `${claim.domain}, ${owned}` : owned;
  return overlap === 'below' ? `is below ${named}` : `covers ${named}`;
}
