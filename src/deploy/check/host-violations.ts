import { canSee } from '../../access/guard.ts';
import { normalizeDomain } from '../../core/names.ts';
import type { Manifest } from '../../kube/types.ts';
import { type RoutedHost, routedHosts } from '../../release/policy/routed-hosts.ts';
import type { Violation } from '../../release/policy/violation.ts';
import { type DomainClaim, describeOverlap, overlapsOf } from '../../release/routing/domain-overlap.ts';
import { domainClaims } from '../../release/settings/domain-claims.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';

/**
 * Returns where an object would receive the requests of another app. The domains that the app lists are its own, also
 * those that an administrator forced. The domains are read now, because another app may have received one since the
 * deploy began. `everyHost`: an administrator allowed routes for every host.
 */
export function hostViolations(
  run: PreparedRun,
  { everyHost }: { everyHost: boolean },
): (object: Manifest) => Violation[] {
  const { store, app, facts } = run;
  const own = new Set(store.domains.list(app).map((domain) => normalizeDomain(domain) ?? domain));
  let claims: DomainClaim[] | undefined;
  return (object) =>
    routedHosts(object).flatMap(({ path, host }: RoutedHost): Violation[] => {
      if (host === undefined) return everyHost ? [] : [everyHostViolation(path)];
      if (own.has(host)) return [];
      claims ??= domainClaims(store, facts.names);
      const overlaps = overlapsOf(host, claims);
      const texts = overlaps.map((overlap) => describeOverlap(overlap, canSee(run, overlap.claim.app)));
      return [...new Set(texts)].map((text) => ({
        path,
        what: `names ${host}, which ${text}`,
        need: { property: 'domain', value: host },
      }));
    });
}

function everyHostViolation(path: string): Violation {
  return {
    path,
    what: 'may match the requests of every app',
    need: { property: 'kustomize-cluster-scope', value: 'true' },
  };
}
