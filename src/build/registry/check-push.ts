import { connect, type RegistryAccess } from './connect.ts';
import { parseReference } from './reference.ts';

/**
 * Finds a registry that is down or a login that is refused in a moment, before a build that would end there.
 * A token service decides about the right to push at once; with a plain login only the push itself shows it.
 */
export async function checkPush(
  repository: string,
  access: RegistryAccess,
  signal?: AbortSignal,
): Promise<void> {
  const { host, path } = parseReference(repository);
  const response = await connect(access, host, signal).request('', {
    repository: path,
    actions: 'pull,push',
    what: repository,
  });
  response.discard();
}
