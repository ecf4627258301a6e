import type { Credentials } from './credentials.ts';
import type { HttpRequest } from './http.ts';

export interface AuthChallenge {
  scheme: string;
  parameters: Record<string, string>;
}

/** Reads a `WWW-Authenticate` header: `Bearer realm="…",service="…",scope="…"`. Source: RFC 7235. */
export function parseChallenge(header: string): AuthChallenge {
  const [, scheme = '', rest = ''] = header.match(/^\s*([A-Za-z]+)\s*(.*)$/s) ?? [];
  const parameters: Record<string, string> = {};
  for (const [, key, quoted, bare] of rest.matchAll(/([a-zA-Z_]+)=(?:"((?:[^"\\]|\\.)*)"|([^,\s]*))/g)) {
    parameters[key!.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '';
  }
  return { scheme: scheme.toLowerCase(), parameters };
}

export function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/**
 * The request that exchanges a login for a token; without a login it is anonymous. An empty scope only checks the login.
 * Source: the distribution project's token and OAuth 2 authentication.
 */
export function tokenRequest(
  challenge: AuthChallenge,
  scope: string,
  credentials: Credentials | undefined,
): { url: string; request: Omit<HttpRequest, 'signal'> } {
  const { realm = '', service = '' } = challenge.parameters;
  if (credentials?.identityToken) {
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: credentials.identityToken,
      client_id: 'dokku',
      service,
      scope,
    });
    return { url: realm, request: { method: 'POST', body } };
  }
  const url = new URL(realm);
  if (service) url.searchParams.set('service', service);
  if (scope) url.searchParams.set('scope', scope);
  return { url: url.href, request: credentials ? { headers: { authorization: basic(credentials) } } : {} };
}
