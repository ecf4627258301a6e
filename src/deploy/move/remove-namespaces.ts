import { Failure, messageOf } from '../../core/failure.ts';
import { getNamespace, isNamespaceOf, removeOwner } from '../../rollout/objects/app-namespace.ts';
import { objectsToKeep } from '../../rollout/objects/namespace-contents.ts';
import type { DeployContext } from '../frame/context.ts';

/** Number of objects that a message names. */
const maxNamedObjects = 10;

/**
 * Deletes those of these namespaces that dokku created for the app, after the app has left. A namespace with claims or
 * with objects of others stays, and the output names them.
 */
export async function removeNamespaces(
  context: DeployContext,
  names: readonly string[],
  namespaces: readonly string[],
): Promise<void> {
  const { out, signal } = context;
  for (const namespace of new Set(namespaces)) {
    const kube = await context.kube();
    const found = await getNamespace(kube, namespace, signal);
    if (!found || found.metadata.deletionTimestamp || !isNamespaceOf(found, names)) continue;
    try {
      const kept = await objectsToKeep(kube, namespace, names, signal);
      if (kept.length === 0) {
        await kube.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace }, { signal });
        out.detail(`Removed namespace ${namespace}`);
        continue;
      }
      await removeOwner(kube, namespace, signal);
      const shown = kept.slice(0, maxNamedObjects).map(({ kind, name }) => `${kind} ${name}`);
      const more = kept.length > shown.length ? ` and ${kept.length - shown.length} more` : '';
      out.warn(`Namespace ${namespace} stays because of these objects: ${shown.join(', ')}${more}`);
      out.detail(`To delete the namespace with all its objects: kubectl delete namespace ${namespace}`);
    } catch (error) {
      if (signal.aborted || !(error instanceof Failure)) throw error;
      out.warn(`Namespace ${namespace} stays, because its objects could not be listed: ${messageOf(error)}`);
    }
  }
}
