import type { AppSpec } from '../appspec/types.ts';
import type { Kube } from '../kube/kube.ts';
import type { ClusterFacts } from '../release/context.ts';
import type { ReleaseSettings } from '../release/settings.ts';
import { storageFacts } from '../storage/facts.ts';

const keda = 'keda.sh/v1alpha1';

/** What the cluster can do besides Kubernetes itself; it is asked only when the app wants any of it. */
export async function clusterFacts(
  kube: () => Promise<Kube>,
  { formation }: AppSpec,
  settings: ReleaseSettings,
  signal: AbortSignal,
): Promise<ClusterFacts | undefined> {
  const scales = Object.values(formation).some(({ autoscaling }) => autoscaling?.triggers?.length);
  const certifies = wantsCertificate(settings);
  const mounts = settings.storage.length > 0;
  if (!scales && !certifies && !mounts) return undefined;
  const cluster = await kube();
  const [hasKeda, hasHttp, hasCertManager, storage] = await Promise.all([
    scales && cluster.serverSupports(keda, 'ScaledObject'),
    scales && cluster.serverSupports('http.keda.sh/v1alpha1', 'HTTPScaledObject'),
    certifies && cluster.serverSupports('cert-manager.io/v1', 'Certificate'),
    mounts ? storageFacts(cluster, settings.storage, signal) : undefined,
  ]);
  const authentications = hasKeda
    ? await cluster.list({ apiVersion: keda, kind: 'ClusterTriggerAuthentication' }, { signal })
    : [];
  return {
    keda: hasKeda,
    kedaHttp: hasHttp,
    certManager: hasCertManager,
    triggerAuthentications: authentications.map(({ metadata }) => metadata.name),
    storage,
  };
}

function wantsCertificate({ domains, certIssuerName, letsencryptEmails }: ReleaseSettings): boolean {
  const emails = Object.values(letsencryptEmails).some(({ app, global }) => app !== '' || global !== '');
  return domains.length > 0 && (certIssuerName !== '' || emails);
}
