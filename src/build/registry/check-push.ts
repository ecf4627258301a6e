import { connectRegistry, type RegistryAccess } from './connect.ts';
import { parseReference } from './reference.ts';

/**
 * Detects a registry that is down or refuses the login, before a long build fails at its push. A token service decides
 * about the right to push at once; with a basic login only the push itself can show a missing right.
 */
export async function checkPush(
  repository: string,
  access: RegistryAccess,
  signal?: AbortSignal,
): Promise<void> {
  const { host, path } = parseReference(repository);
  const response = await connectRegistry(access, host, signal).request('', {
    repository: path,
    actions: 'pull,push',
    what: repository,
  });
  response.discard();
}
