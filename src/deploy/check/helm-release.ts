import { helmOf } from '../../cluster/access.ts';
import { Failure } from '../../core/failure.ts';
import { managedLabel, type ReleaseRef } from '../../helm/arguments.ts';
import { recordKind } from '../../helm/context.ts';
import { uninstall } from '../../helm/history.ts';
import type { Kube } from '../../kube/kube.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { DeployContext } from '../frame/context.ts';

/** Whose Helm release is in a place. Ours are labelled from their first revision on. */
async function ownerOf(
  kube: Kube,
  { release, namespace }: ReleaseRef,
  signal: AbortSignal,
): Promise<'nobody' | 'us' | 'others'> {
  const revisions = await kube.list(
    { apiVersion: 'v1', kind: recordKind(), namespace, labelSelector: `owner=helm,name=${release}` },
    { signal, metadataOnly: true },
  );
  const version = ({ metadata }: KubeObject) => Number(metadata.labels?.version);
  const newest = revisions.toSorted((a, b) => version(a) - version(b)).at(-1);
  if (!newest) return 'nobody';
  const [key, value] = managedLabel;
  return newest.metadata.labels?.[key] === value ? 'us' : 'others';
}

/** Refuses to make a release of what somebody else installed under the same name. */
export async function refuseForeignRelease(
  kube: Kube,
  place: ReleaseRef,
  signal: AbortSignal,
): Promise<void> {
  if ((await ownerOf(kube, place, signal)) !== 'others') return;
  const { release, namespace } = place;
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

/** Removes the Helm release of a place when it is ours; whether there was one. Somebody else's stays, and is named. */
export async function uninstallOwn(context: DeployContext, place: ReleaseRef): Promise<boolean> {
  const { signal, out } = context;
  const owner = await ownerOf(await context.kube(), place, signal);
  if (owner === 'others')
    out.warn(
      `The Helm release ${place.release} of namespace ${place.namespace} stays: dokku did not make it`,
    );
  if (owner !== 'us') return false;
  await uninstall(helmOf(context), place, { signal });
  return true;
}
