import { helmOf } from '../../cluster/access.ts';
import { Failure } from '../../core/failure.ts';
import { managedLabel, type ReleaseRef } from '../../helm/arguments.ts';
import { recordKind } from '../../helm/context.ts';
import { uninstall } from '../../helm/history.ts';
import { helmRevisions } from '../../helm/records.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { DeployContext } from '../frame/context.ts';

/**
 * Who installed the Helm release with these revisions. Releases that dokku installs have its label from the first
 * revision on.
 */
function ownerOf(revisions: readonly KubeObject[]): 'nobody' | 'us' | 'others' {
  const version = ({ metadata }: KubeObject) => Number(metadata.labels?.version);
  const newest = revisions.toSorted((a, b) => version(a) - version(b)).at(-1);
  if (!newest) return 'nobody';
  const [key, value] = managedLabel;
  return newest.metadata.labels?.[key] === value ? 'us' : 'others';
}

/** Refuses to upgrade a Helm release of the same name that dokku did not install. */
export function refuseForeignRelease(location: ReleaseRef, revisions: readonly KubeObject[]): void {
  if (ownerOf(revisions) !== 'others') return;
  const { release, namespace } = location;
  throw new Failure(
    `Namespace ${namespace} already has a Helm release ${release} that dokku did not install`,
    {
      code: 'release.foreign',
      hint: [
        `Give the app another name (dokku apps:rename ${release} <name>) or namespace (dokku scheduler-k3s:set ${release} namespace <name>)`,
        `Or uninstall the existing release: helm --namespace ${namespace} uninstall ${release}`,
        `Or hand the release over to dokku: kubectl --namespace ${namespace} label ${recordKind().toLowerCase()}s --selector owner=helm,name=${release} ${managedLabel.join('=')}`,
      ],
    },
  );
}

/**
 * Uninstalls the Helm release of a location when dokku installed it. Returns whether a Helm release existed. A foreign
 * release stays, with a warning.
 */
export async function uninstallOwn(context: DeployContext, location: ReleaseRef): Promise<boolean> {
  const { signal, out, environment, store } = context;
  const owner = ownerOf(await helmRevisions(await context.kube(), location, signal));
  if (owner === 'others')
    out.warn(
      `The Helm release ${location.release} of namespace ${location.namespace} stays: dokku did not install it`,
    );
  if (owner !== 'us') return false;
  await uninstall(helmOf(environment, store.properties), location, { signal });
  return true;
}
