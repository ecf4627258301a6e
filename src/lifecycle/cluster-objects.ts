import { helmOf } from '../deploy/cluster.ts';
import type { DeployContext } from '../deploy/context.ts';
import { uninstall } from '../helm/history.ts';
import type { Kube } from '../kube/kube.ts';
import { mapBounded } from '../kube/many.ts';
import { refOf } from '../kube/resources.ts';
import type { Kind, KubeObject } from '../kube/types.ts';
import { waitFor } from '../kube/wait.ts';
import { ownIssuerNames } from '../release/letsencrypt.ts';
import { namespacesOf } from './namespaces.ts';

const partOf = 'app.kubernetes.io/part-of';

/** Kinds that are applied beside the app's Helm release, or made by what it contains. */
const besideRelease: Kind[] = [
  { apiVersion: 'batch/v1', kind: 'CronJob' },
  { apiVersion: 'batch/v1', kind: 'Job' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'v1', kind: 'Secret' },
];

/** Removes everything called `app` from these namespaces: its Helm release, and all that carries its label. */
export async function removeObjects(
  context: DeployContext,
  app: string,
  namespaces: readonly string[],
): Promise<void> {
  const { signal, out } = context;
  const kube = await context.kube();
  for (const namespace of namespaces) {
    await uninstall(helmOf(context), { release: app, namespace }, { signal });
    const place = { app, namespace, signal };
    const removed = (await removeLabelled(kube, place)) + (await removeAccounts(kube, place));
    out.detail(
      `Removed the Helm release ${app}${removed > 0 ? ` and ${removed} objects` : ''} from namespace ${namespace}`,
    );
  }
}

/** Removes one Secret that carries the app's label, wherever the app was released to. */
export async function removeSecret(context: DeployContext, app: string, name: string): Promise<void> {
  const { store, signal } = context;
  const kube = await context.kube();
  for (const namespace of namespacesOf(store, app)) {
    const secret = { apiVersion: 'v1', kind: 'Secret', namespace, name };
    const found = await kube.get<KubeObject>(secret, { signal });
    if (found?.metadata.labels?.[partOf] === app) await kube.delete(secret, { signal });
  }
}

interface Place {
  app: string;
  namespace: string;
  signal: AbortSignal;
}

/** cert-manager writes the accounts of an app's own issuers into Secrets without a label of ours; the number removed. */
async function removeAccounts(kube: Kube, { app, namespace, signal }: Place): Promise<number> {
  let removed = 0;
  for (const name of ownIssuerNames(app)) {
    const secret = { apiVersion: 'v1', kind: 'Secret', namespace, name };
    const found = await kube.get<KubeObject & { data?: object }>(secret, { signal });
    // An account is a key and nothing else; any other Secret of this name is somebody's own.
    if (!found || Object.keys(found.data ?? {}).join() !== 'tls.key') continue;
    await kube.delete(secret, { signal });
    removed += 1;
  }
  return removed;
}

async function removeLabelled(kube: Kube, { app, namespace, signal }: Place): Promise<number> {
  const labelSelector = `${partOf}=${app}`;
  let removed = 0;
  for (const kind of besideRelease) {
    const objects = await kube.list({ ...kind, namespace, labelSelector }, { signal });
    const deleted = await mapBounded(objects, 8, (object) => kube.delete(refOf(object), { signal }));
    removed += deleted.filter(Boolean).length;
  }
  return removed;
}

/** Waits until no pod of an app is left, not even one that is ending. */
export async function podsGone(
  kube: Kube,
  app: string,
  namespace: string,
  signal: AbortSignal,
): Promise<void> {
  const selector = {
    apiVersion: 'v1',
    kind: 'Pod',
    namespace,
    labelSelector: `${partOf}=${app}`,
  };
  const none = (pods: KubeObject[]) => (pods.length === 0 ? true : undefined);
  await waitFor(kube, selector, none, { signal, timeout: 300_000, what: `the pods of ${app} to end` });
}
