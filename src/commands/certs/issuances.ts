import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { readCertificate } from '../../release/settings/read-certificate.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { ObservedIssuance, RequestedCertificate } from '../../rollout/issuance/observe.ts';
import type { Store } from '../../state/store.ts';

/** A certificate that an app gets from an issuer, with its state; undefined when the cluster does not answer. */
export interface Issued {
  /** E.g. `ClusterIssuer letsencrypt-prod`. */
  source: string;
  dnsNames: string[];
  observed: ObservedIssuance | undefined;
}

/** A report waits this long for the cluster before it shows `unknown`. */
const clusterTimeoutMs = 3000;

/** Reads the state of the certificates of all apps that have one from an issuer, with one look at the cluster. */
export async function issuancesOf(
  context: Context,
  apps: readonly string[],
): Promise<(app: string) => Issued | undefined> {
  const specs = new Map(apps.map((app) => [app, issuedSpec(context.store, app)]));
  const wanted = [...specs].flatMap(([app, spec]): RequestedCertificate[] =>
    spec ? [{ app, namespace: spec.namespace, secretName: spec.routing!.tls!.secretName }] : [],
  );
  const observed =
    wanted.length > 0 ? await observeIssuances(context, wanted) : new Map<string, ObservedIssuance>();
  return (app) => {
    const asked = specs.get(app)?.routing?.tls?.certificate;
    if (!asked) return undefined;
    const source = `${asked.issuer.kind} ${asked.issuer.name}`;
    return { source, dnsNames: asked.dnsNames, observed: observed.get(app) };
  };
}

/** The newest release that asked for a certificate: current, failed or rolled back. */
function issuedSpec(store: Store, app: string): ReleaseSpec | undefined {
  if (readCertificate(store, app)) return undefined;
  const specs = [store.releases.newestSpec(app), store.releases.currentParts(app)?.spec];
  return specs
    .flatMap((text) => (text ? [JSON.parse(text) as ReleaseSpec] : []))
    .find(({ routing }) => routing?.tls?.certificate);
}

async function observeIssuances(
  context: Context,
  wanted: readonly RequestedCertificate[],
): Promise<Map<string, ObservedIssuance>> {
  try {
    const { observeIssuances } = await import('../../rollout/issuance/observe.ts');
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(clusterTimeoutMs)]);
    const kube = await context.kube();
    await kube.version({ signal });
    return await observeIssuances(kube, wanted, { signal });
  } catch (error) {
    if (!(error instanceof Failure) || context.signal.aborted) throw error;
    context.out.warn(`The state of the certificates is unknown: ${error.message}`);
    return new Map();
  }
}
