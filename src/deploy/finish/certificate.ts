import { Failure } from '../../core/failure.ts';
import { isIssued } from '../../rollout/issuance/explain.ts';
import { type Certificate, certificateKind } from '../../rollout/issuance/objects.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';

/**
 * A certificate is issued after its app serves, because the app proves its domains. The deploy does not wait for it,
 * but reports its state.
 */
export async function reportCertificate(run: DeployRun, { spec }: Plan): Promise<void> {
  const { app, namespace, routing } = spec;
  if (!routing?.tls?.certificate) return;
  try {
    const ref = { ...certificateKind, namespace, name: `${app}-${routing.process}` };
    const certificate = await (await run.kube()).get<Certificate>(ref, { signal: run.signal });
    if (certificate && isIssued(certificate)) return;
    run.out.warn(
      `The certificate has not been issued yet; browsers show a warning until it is. Check: dokku certs:report ${app}`,
    );
  } catch (error) {
    // At this point the deploy has already succeeded or failed.
    if (!(error instanceof Failure)) throw error;
    run.out.debug(`Could not read the certificate: ${error.message}`);
  }
}
