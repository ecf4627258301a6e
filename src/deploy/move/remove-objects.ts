import pMap from 'p-map';
import { selectorOf } from '../../core/labels.ts';
import type { ReleaseRef } from '../../helm/arguments.ts';
import type { Kube } from '../../kube/kube.ts';
import { refOf } from '../../kube/resources.ts';
import type { Kind, KubeObject } from '../../kube/types.ts';
import { waitFor } from '../../kube/wait.ts';
import { ownIssuerNames } from '../../release/tls/letsencrypt.ts';
import { appOf, listOwn } from '../../rollout/objects/ownership.ts';
import { uninstallOwn } from '../check/helm-release.ts';
import type { DeployContext } from '../frame/context.ts';
import { locationsOf } from './release-location.ts';

/** Kinds that are applied outside the app's Helm release, or created by its objects. */
const kindsOutsideRelease: Kind[] = [
  { apiVersion: 'batch/v1', kind: 'CronJob' },
  { apiVersion: 'batch/v1', kind: 'Job' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'v1', kind: 'Secret' },
];

/** Removes what dokku created in these locations: Helm releases, and all objects with the label of their names. */
export async function removeObjects(context: DeployContext, locations: readonly ReleaseRef[]): Promise<void> {
  const { signal, out } = context;
  for (const location of locations) {
    const { release, namespace } = location;
    const kube = await context.kube();
    const installed = await uninstallOwn(context, location);
    const removed =
      (await removeLabelled(kube, location, signal)) + (await removeAcmeAccounts(kube, location, signal));
    const objects = removed === 1 ? '1 object' : `${removed} objects`;
    const parts = [installed && `the Helm release ${release}`, removed > 0 && objects];
    const shown = parts.filter(Boolean).join(' and ');
    if (shown !== '') out.detail(`Removed ${shown} from namespace ${namespace}`);
  }
}

/** Removes one Secret that has the app's label, in every location that the app was released to. */
export async function removeSecret(context: DeployContext, app: string, name: string): Promise<void> {
  const { store, signal } = context;
  const kube = await context.kube();
  for (const { release, namespace } of locationsOf(store, app)) {
    const secret = { apiVersion: 'v1', kind: 'Secret', namespace, name };
    const found = await kube.get<KubeObject>(secret, { signal });
    if (found && appOf(found) === release) await kube.delete(secret, { signal });
  }
}

/**
 * Removes the ACME accounts of an app's own issuers. cert-manager writes them into Secrets without our labels. Returns
 * the number of removed Secrets.
 */
async function removeAcmeAccounts(
  kube: Kube,
  { release, namespace }: ReleaseRef,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for (const name of ownIssuerNames(release)) {
    const secret = { apiVersion: 'v1', kind: 'Secret', namespace, name };
    const found = await kube.get<KubeObject & { data?: object }>(secret, { signal });
    // The Secret of an account has one key. Any other Secret of this name belongs to somebody else.
    if (!found || Object.keys(found.data ?? {}).join() !== 'tls.key') continue;
    await kube.delete(secret, { signal });
    removed += 1;
  }
  return removed;
}

async function removeLabelled(
  kube: Kube,
  { release, namespace }: ReleaseRef,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for (const kind of kindsOutsideRelease) {
    const objects = await listOwn(kube, { ...kind, namespace }, release, { signal });
    // Pods of a release that was just removed still need some time to stop.
    const staying = objects.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const deleted = await pMap(staying, (object) => kube.delete(refOf(object), { signal }), {
      concurrency: 8,
    });
    removed += deleted.filter(Boolean).length;
  }
  return removed;
}

/** Waits until no pod of the app exists, terminating pods included. */
export async function waitUntilPodsDeleted(
  kube: Kube,
  app: string,
  namespace: string,
  signal: AbortSignal,
): Promise<void> {
  const selector = { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: selectorOf(app) };
  const none = (pods: KubeObject[]) => (pods.length === 0 ? true : undefined);
  await waitFor(kube, selector, none, { signal, timeout: 300_000, what: `the pods of ${app} to stop` });
}
