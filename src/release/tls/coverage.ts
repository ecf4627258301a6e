/** Returns whether one of a certificate's names covers a domain. A wildcard covers one label. */
export function coversDomain(names: readonly string[], domain: string): boolean {
  const parent = domain.startsWith('*.') ? undefined : domain.slice(domain.indexOf('.') + 1);
  const covering = [domain, parent && `*.${parent}`].map((name) => name?.toLowerCase());
  return names.some((name) => covering.includes(name.toLowerCase()));
}

/** Warns about domains that an imported certificate does not cover. `issued`: an issuer covers these domains. */
export function uncoveredWarning(app: string, domains: readonly string[], issued: boolean): string {
  const what = `The imported certificate does not cover ${domains.join(', ')}`;
  return issued
    ? `${what}: the issuer of ${app} issues a certificate for it`
    : `${what}: served over HTTP, without a redirect to HTTPS. Import a certificate for all domains: dokku certs:update ${app}`;
}
