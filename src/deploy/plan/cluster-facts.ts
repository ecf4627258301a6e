import type { AppSpec } from '../../appspec/types.ts';
import type { Kube } from '../../kube/kube.ts';
import { isGlobalLogin } from '../../release/autoscaling/trigger-auth.ts';
import type { ClusterFacts, IngressFact, IssuerFact } from '../../release/context.ts';
import { ingressClasses } from '../../release/routing/ingress-class.ts';
import type { ReleaseSettings } from '../../release/settings/settings.ts';
import { coversDomain } from '../../release/tls/coverage.ts';
import { usesIssuer } from '../../release/tls/tls.ts';
import { ingressFact } from '../../rollout/ingress/controller.ts';
import { type IssuerObject, issuerKinds, issuerProblem } from '../../rollout/issuance/objects.ts';
import { storageFacts } from '../../storage/mount/facts.ts';

const keda = 'keda.sh/v1alpha1';

/** The optional capabilities of the cluster. The cluster is asked only when the app needs any of them. */
export async function clusterFacts(
  kube: () => Promise<Kube>,
  { formation }: AppSpec,
  settings: ReleaseSettings,
  signal: AbortSignal,
): Promise<ClusterFacts | undefined> {
  const scales = Object.values(formation).some(({ autoscaling }) => autoscaling?.triggers?.length);
  const certifies = wantsCertificate(settings);
  const mounts = settings.storage.length > 0;
  const gateway = settings.ingressClass === 'gateway' && settings.domains.length > 0;
  const isolated = settings.networkPolicy === 'isolated' && settings.domains.length > 0;
  if (!scales && !certifies && !mounts && !gateway && !isolated) return undefined;
  const cluster = await kube();
  const [hasKeda, hasHttp, hasCertManager, storage, gatewayClass, ingress] = await Promise.all([
    scales && cluster.serverSupports(keda, 'ScaledObject'),
    scales && cluster.serverSupports('http.keda.sh/v1alpha1', 'HTTPScaledObject'),
    certifies && cluster.serverSupports('cert-manager.io/v1', 'Certificate'),
    mounts ? storageFacts(cluster, settings.storage, signal) : undefined,
    gateway ? hasGatewayClass(cluster, settings.gateway.className, signal) : undefined,
    isolated ? ingressOf(cluster, settings.ingressClass, signal) : undefined,
  ]);
  const authentications = hasKeda
    ? await cluster.list(
        { apiVersion: keda, kind: 'ClusterTriggerAuthentication' },
        { signal, metadataOnly: true },
      )
    : [];
  const issuers = hasCertManager ? await issuersOf(cluster, settings.namespace, signal) : undefined;
  return {
    keda: hasKeda,
    kedaHttp: hasHttp,
    certManager: hasCertManager,
    issuers,
    triggerAuthentications: authentications.filter(isGlobalLogin).map(({ metadata }) => metadata.name),
    storage,
    gatewayClass,
    ingress,
  };
}

/** A class that is not valid has no controller; `resolve` reports the class. */
async function ingressOf(kube: Kube, name: string, signal: AbortSignal): Promise<IngressFact | undefined> {
  const ingressClass = ingressClasses.find((each) => each === name);
  return ingressClass && ingressFact(kube, ingressClass, signal);
}

async function hasGatewayClass(kube: Kube, name: string, signal: AbortSignal): Promise<boolean> {
  const kind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass' };
  if (!(await kube.serverSupports(kind.apiVersion, kind.kind))) return false;
  return (await kube.get({ ...kind, name }, { signal })) !== undefined;
}

async function issuersOf(kube: Kube, namespace: string, signal: AbortSignal): Promise<IssuerFact[]> {
  const [shared, own] = await Promise.all([
    kube.list<IssuerObject>(issuerKinds.ClusterIssuer, { signal }),
    kube.list<IssuerObject>({ ...issuerKinds.Issuer, namespace }, { signal }),
  ]);
  const factOf = (kind: IssuerFact['kind']) => (issuer: IssuerObject) => ({
    kind,
    name: issuer.metadata.name,
    problem: issuerProblem(issuer),
  });
  return [...shared.map(factOf('ClusterIssuer')), ...own.map(factOf('Issuer'))];
}

function wantsCertificate(settings: ReleaseSettings): boolean {
  const { domains, certificateNames: names } = settings;
  const uncovered = names ? domains.filter((domain) => !coversDomain(names, domain)) : domains;
  return uncovered.length > 0 && usesIssuer(settings);
}
