import { helmOf } from '../../cluster/access.ts';
import { Failure } from '../../core/failure.ts';
import { managedLabel, type ReleaseRef } from '../../helm/arguments.ts';
import { recordKind } from '../../helm/context.ts';
import { uninstall } from '../../helm/history.ts';
import type { Kube } from '../../kube/kube.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { DeployContext } from '../frame/context.ts';

/** The revisions of the Helm release in a location, with nothing but their metadata. */
export function helmRevisions(
  kube: Kube,
  { release, namespace }: ReleaseRef,
  signal: AbortSignal,
): Promise<KubeObject[]> {
  return kube.list(
    { apiVersion: 'v1', kind: recordKind(), namespace, labelSelector: `owner=helm,name=${release}` },
    { signal, metadataOnly: true },
  );
}

/** Whether an operation of Helm has begun and not ended: its process died, or is at work. */
export function isPending({ metadata }: KubeObject): boolean {
  return /^(pending-(install|upgrade|rollback)|uninstalling)$/.test(metadata.labels?.status ?? '');
}

/** Whose the Helm release is that has these revisions. Ours are labelled from their first revision on. */
function ownerOf(revisions: readonly KubeObject[]): 'nobody' | 'us' | 'others' {
  const version = ({ metadata }: KubeObject) => Number(metadata.labels?.version);
  const newest = revisions.toSorted((a, b) => version(a) - version(b)).at(-1);
  if (!newest) return 'nobody';
  const [key, value] = managedLabel;
  return newest.metadata.labels?.[key] === value ? 'us' : 'others';
}

/** Refuses to make a release of what somebody else installed under the same name. */
export function refuseForeignRelease(location: ReleaseRef, revisions: readonly KubeObject[]): void {
  if (ownerOf(revisions) !== 'others') return;
  const { release, namespace } = location;
  throw new Failure(
    `A Helm release ${release} is in namespace ${namespace} already, and it was not made by dokku`,
    {
      code: 'release.foreign',
      hint: [
        `Give the app another name (dokku apps:rename ${release} <name>) or namespace (dokku scheduler-k3s:set ${release} namespace <name>)`,
        `Or remove what is there: helm --namespace ${namespace} uninstall ${release}`,
        `Or hand it over to dokku: kubectl --namespace ${namespace} label ${recordKind().toLowerCase()}s --selector owner=helm,name=${release} ${managedLabel.join('=')}`,
      ],
    },
  );
}

/** Removes the Helm release of a location when it is ours; whether there was one. Somebody else's stays, and is named. */
export async function uninstallOwn(context: DeployContext, location: ReleaseRef): Promise<boolean> {
  const { signal, out, environment, store } = context;
  const owner = ownerOf(await helmRevisions(await context.kube(), location, signal));
  if (owner === 'others')
    out.warn(
      `The Helm release ${location.release} of namespace ${location.namespace} stays: dokku did not make it`,
    );
  if (owner !== 'us') return false;
  await uninstall(helmOf(environment, store.properties), location, { signal });
  return true;
}
