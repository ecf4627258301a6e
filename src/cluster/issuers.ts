import { Failure, throwIfCancelled } from '../core/failure.ts';
import { annotation } from '../core/labels.ts';
import type { Kube } from '../kube/kube.ts';
import type { KubeObject } from '../kube/types.ts';
import { defaultSettings } from '../release/settings/settings.ts';
import {
  type AcmeServer,
  acmeDirectories,
  type SharedIssuer,
  sharedIssuers,
} from '../release/tls/letsencrypt.ts';
import type { ReleaseSpec } from '../release/types.ts';
import { issuerKinds } from '../rollout/issuance/objects.ts';
import { GLOBAL } from '../state/scope.ts';
import type { Store } from '../state/store.ts';
import { answeringCluster } from './answering-cluster.ts';
import type { ClusterContext } from './context.ts';

const kind = issuerKinds.ClusterIssuer;

/**
 * Creates, updates or deletes the ClusterIssuers of Let's Encrypt by the global settings, and prints what changed.
 * Throws when the cluster does not answer: with an email address set, the first deploy that needs the issuer creates it.
 */
export async function applyClusterIssuers(context: ClusterContext): Promise<void> {
  const wanted = wantedIssuers(context.store);
  const needed = wanted.some(({ manifest }) => manifest);
  const later = needed
    ? 'The next deploy that needs the issuer creates the issuer. To create the issuer now, run this command again'
    : 'Run this command again when the cluster answers, to delete the issuer';
  const applied = await tryCluster(context, later, async (kube) => {
    if (!(await kube.serverSupports(kind.apiVersion, kind.kind))) return false;
    for (const issuer of wanted) await putIssuer(context, kube, issuer);
    return true;
  });
  if (applied || !needed) return;
  throw new Failure('The setting was saved, but cert-manager is not installed in the cluster', {
    code: 'cert-manager.missing',
    hint: ['Install cert-manager: https://cert-manager.io/docs/installation/', later],
  });
}

/** Creates or updates the ClusterIssuer that a release uses, when the global settings define that issuer. */
export async function applyIssuerOf(context: ClusterContext, { routing }: ReleaseSpec): Promise<void> {
  const issuer = routing?.tls?.certificate?.issuer;
  if (issuer?.kind !== 'ClusterIssuer') return;
  const wanted = wantedIssuers(context.store).find(({ name }) => name === issuer.name);
  if (wanted?.manifest) await putIssuer(context, await context.kube(), wanted);
}

function wantedIssuers({ properties }: Store): SharedIssuer[] {
  const setting = (key: string) => properties.get(GLOBAL, 'scheduler-k3s', key) ?? '';
  const servers = Object.keys(acmeDirectories) as AcmeServer[];
  const emails = servers.map((server) => [server, setting(`letsencrypt-email-${server}`)]);
  return sharedIssuers(Object.fromEntries(emails), setting('ingress-class') || defaultSettings.ingressClass);
}

/** Runs `work` on the cluster. A failure reports that the setting was saved but not applied. */
async function tryCluster<T>(
  context: ClusterContext,
  later: string,
  work: (kube: Kube) => Promise<T>,
): Promise<T> {
  try {
    return await work(await answeringCluster(context));
  } catch (cause) {
    throwIfCancelled(context.signal);
    if (!(cause instanceof Failure)) throw cause;
    throw new Failure(`The setting was saved but could not be applied to the cluster: ${cause.message}`, {
      code: 'cert-manager.not-applied',
      hint: [...cause.hint, later],
      cause,
    });
  }
}

async function putIssuer(
  context: ClusterContext,
  kube: Kube,
  { name, manifest }: SharedIssuer,
): Promise<void> {
  const { out, signal, store } = context;
  const found = await kube.get<KubeObject>({ ...kind, name }, { signal });
  const ours = found?.metadata.annotations?.[annotation.managed] === 'true';
  if (found && !ours) {
    if (manifest)
      out.warn(
        `The cluster has a ClusterIssuer ${name} that dokku did not create; it is used unchanged. To make that explicit: dokku scheduler-k3s:set --global cert-issuer-name ${name}`,
      );
  } else if (manifest) {
    await kube.apply(manifest, { signal });
    if (!found) out.detail(`Created the ClusterIssuer ${name}`);
  } else if (found) {
    await kube.delete({ ...kind, name }, { signal });
    out.detail(`Deleted the ClusterIssuer ${name}`);
    const apps = appsWith(store, name);
    if (apps.length > 0) {
      out.warn(
        `Certificates of ${apps.join(', ')} will no longer be renewed. Redeploy each app: dokku ps:restart <app>`,
      );
    }
  }
}

/** Apps whose current release has a certificate of this ClusterIssuer. */
function appsWith({ apps, releases }: Store, issuer: string): string[] {
  return apps.names().filter((app) => {
    const { routing }: Partial<ReleaseSpec> = JSON.parse(releases.currentParts(app)?.spec ?? '{}');
    const used = routing?.tls?.certificate?.issuer;
    return used?.kind === 'ClusterIssuer' && used.name === issuer;
  });
}
