import { connectRegistry, type RegistryAccess } from './connect.ts';
import { registryFailure } from './failure.ts';
import { nameOf, resolveDigest } from './manifest.ts';
import { parseReference } from './reference.ts';

/**
 * Requests the image from the registry with the logins that the pods get, before anything is applied.
 * Resolves to the digest; throws `registry.not-found`, `.unauthorized`, `.unreachable`, `.rate-limited` or `.refused`.
 */
export async function checkPull(
  image: string,
  access: RegistryAccess,
  signal?: AbortSignal,
): Promise<string> {
  const reference = parseReference(image);
  const digest = await resolveDigest(connectRegistry(access, reference.host, signal), reference);
  if (digest) return digest;
  throw registryFailure('not-found', { host: reference.host, what: nameOf(reference) });
}
