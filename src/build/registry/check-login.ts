import { RegistryClient } from './client.ts';
import { isInsecure } from './connect.ts';
import type { Credentials } from './credentials.ts';

/** Checks a login with the registry. Throws `registry.unauthorized` or `.unreachable`. */
export async function checkLogin(
  host: string,
  credentials: Credentials,
  insecure: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const client = new RegistryClient(host, { insecure: isInsecure({ insecure }, host), credentials, signal });
  const response = await client.request('', { what: `the login of ${credentials.username}` });
  response.discard();
}
