import { annotation, label } from '../../core/labels.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';

interface Secret extends KubeObject {
  type: string;
  data?: Record<string, string>;
}

/**
 * Copies the certificate that cert-manager obtained for an app to the new location of the app. Without the copy,
 * cert-manager would request it again. Browsers would warn until it is issued, and Let's Encrypt limits the number of
 * certificates per week.
 */
export async function copyCertificate(run: DeployRun, { spec, movesFrom: old }: Plan): Promise<void> {
  const { signal } = run;
  const [from, to] = [old?.routing?.tls, spec.routing?.tls];
  if (!old || !from?.certificate || !to?.certificate) return;
  const kube = await run.kube();
  const kind = { apiVersion: 'v1', kind: 'Secret' };
  const target = { name: to.secretName, namespace: spec.namespace };
  const [secret, present] = await Promise.all([
    kube.get<Secret>({ ...kind, namespace: old.namespace, name: from.secretName }, { signal }),
    kube.get({ ...kind, ...target }, { signal, metadataOnly: true }),
  ]);
  if (!secret?.data || present) return;
  const { type, data, metadata } = secret;
  const certificate = `${spec.app}-${spec.routing?.process}`;
  const labels = {
    ...metadata.labels,
    [label.name]: certificate,
    [label.partOf]: spec.app,
  };
  // The annotations name the issuer. Without them, cert-manager would not accept the Secret as its own.
  const annotations = { ...metadata.annotations, [annotation.certificateName]: certificate };
  const copy = { ...kind, metadata: { ...target, labels, annotations }, type, data };
  await kube.create(copy, { signal });
}
