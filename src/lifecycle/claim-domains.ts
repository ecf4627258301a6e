import { type Access, authorize, hasRole, visibleApps } from '../access/guard.ts';
import { Failure } from '../core/failure.ts';
import {
  type DomainClaim,
  type DomainOverlap,
  describeOverlap,
  overlapsOf,
} from '../release/routing/domain-overlap.ts';
import { domainClaims } from '../release/settings/domain-claims.ts';
import { GLOBAL } from '../state/scope.ts';

export interface DomainClaimOptions {
  /** Domains of other apps are allowed: only for an administrator of all apps. */
  force: boolean;
  /** The command that allows them, without `dokku`. */
  forced: string;
}

/**
 * Replaces the domains of an app, unless another app has one of them: both would receive requests for it. Domains that
 * the app already has are not checked again. The caller's transaction includes the check, so that of two simultaneous
 * changes only the first one succeeds. Returns the overlaps that were forced.
 */
export function claimDomains(
  access: Access,
  app: string,
  domains: readonly string[],
  options: DomainClaimOptions,
): DomainOverlap[] {
  const { store } = access;
  return store.transaction(() => {
    const overlaps = checkDomainsFree(access, app, domains, options);
    store.domains.replace(app, domains);
    return overlaps;
  });
}

/** Throws when another app has one of the domains that the app does not have yet. Changes nothing. */
export function checkDomainsFree(
  access: Access,
  app: string,
  domains: readonly string[],
  options: DomainClaimOptions,
): DomainOverlap[] {
  const { store } = access;
  const had = store.domains.list(app);
  const added = domains.filter((domain) => !had.includes(domain));
  const claims = added.length > 0 ? domainClaims(store, [app]) : [];
  const overlaps = added.flatMap((domain) => overlapsOf(domain, claims));
  if (overlaps.length > 0)
    allowOverlaps(access, overlaps, {
      what: `Could not give domains to ${app}: other apps have them`,
      ...options,
    });
  return overlaps;
}

/** Stores the global domains, unless the default domain of an app would be a domain of another app. */
export function replaceGlobalDomains(
  access: Access,
  domains: readonly string[],
  options: DomainClaimOptions,
): void {
  const { store } = access;
  store.transaction(() => {
    const before = domainClaims(store, []);
    store.domains.replace(GLOBAL, domains);
    const after = domainClaims(store, []);
    const added = after.filter((claim) => claim.kind === 'default' && !has(before, claim));
    const overlaps = added.flatMap(({ app, domain }) =>
      overlapsOf(
        domain,
        after.filter((claim) => claim.app !== app && claim.kind !== 'default'),
      ),
    );
    if (overlaps.length > 0)
      allowOverlaps(access, overlaps, {
        what: 'Could not change the global domains: other apps have the default domains of apps',
        ...options,
      });
  });
}

function has(claims: readonly DomainClaim[], { app, domain }: DomainClaim): boolean {
  return claims.some((claim) => claim.app === app && claim.domain === domain);
}

/** Throws unless an administrator of all apps forces the overlaps. */
function allowOverlaps(
  access: Access,
  overlaps: readonly DomainOverlap[],
  { what, force, forced }: DomainClaimOptions & { what: string },
): void {
  if (force) {
    authorize(access, { name: 'Sharing a domain with another app', role: 'admin' }, GLOBAL);
    return;
  }
  const visible = new Set(visibleApps(access, [...new Set(overlaps.map(({ claim }) => claim.app))]));
  const shown = overlaps.filter(({ claim }) => visible.has(claim.app));
  const details = overlaps.map(
    (overlap) => `${overlap.domain} ${describeOverlap(overlap, visible.has(overlap.claim.app))}`,
  );
  throw new Failure(`${what}; nothing was changed`, {
    code: 'domains.taken',
    details: [...new Set(details)],
    hint: [...removals(shown), `${allowedTo(access)}: dokku ${forced}`],
  });
}

function removals(overlaps: readonly DomainOverlap[]): string[] {
  const stored = overlaps.map(({ claim }) => claim).filter(({ kind }) => kind === 'listed');
  const commands = stored.map(({ app, domain }) => `dokku domains:remove ${app} ${domain}`);
  return [...new Set(commands)].map((each) => `Remove the domain from the other app first: ${each}`);
}

function allowedTo(access: Access): string {
  return hasRole(access, 'admin', GLOBAL)
    ? 'To let the apps share the domain'
    : 'Choose another domain, or ask an administrator of all apps to share the domain';
}
