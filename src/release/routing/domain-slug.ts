import { createHash } from 'node:crypto';

/**
 * Names of objects have at most 253 characters. An app of at most 36 characters, its process and dashes precede a slug.
 * The suffix of a redirect follows the slug.
 */
const maxSlugLength = 190;

/** Returns a domain as part of an object's name: `*.app.example.com` is `wildcard-app-example-com`. */
export function domainSlug(domain: string): string {
  return domain
    .replace(/^\*\./, 'wildcard-')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^-|-$/g, '');
}

/**
 * Returns the slugs of several domains. If domains would share a slug (`a.b-c`, `a-b.c`), a short hash is added to each
 * of these slugs. A hash is also added to a slug that is too long and therefore cut.
 */
export function domainSlugs(domains: readonly string[]): Map<string, string> {
  const count = new Map<string, number>();
  for (const domain of domains) count.set(domainSlug(domain), (count.get(domainSlug(domain)) ?? 0) + 1);
  return new Map(
    domains.map((domain) => {
      const slug = domainSlug(domain);
      const good = count.get(slug) === 1 && slug.length <= maxSlugLength;
      return [domain, good ? slug : `${slug.slice(0, maxSlugLength).replace(/-$/, '')}-${hash(domain)}`];
    }),
  );
}

function hash(domain: string): string {
  return createHash('sha256').update(domain).digest('hex').slice(0, 6);
}
