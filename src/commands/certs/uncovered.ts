import type { Context } from '../../cli/invoke/context.ts';
import { readTlsSettings } from '../../release/settings/read-tls-settings.ts';
import { coversDomain, uncoveredWarning } from '../../release/tls/coverage.ts';
import { usesIssuer } from '../../release/tls/tls.ts';

/** Warns about the domains that the imported certificate of an app does not cover. */
export function warnOfUncoveredDomains(
  { store, out }: Context,
  app: string,
  domains: readonly string[],
): void {
  const settings = readTlsSettings(store, store.properties, app);
  const { certificateNames: names } = settings;
  const uncovered = names ? domains.filter((domain) => !coversDomain(names, domain)) : [];
  if (uncovered.length > 0) out.warn(uncoveredWarning(app, uncovered, usesIssuer(settings)));
}
