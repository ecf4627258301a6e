import { Failure } from '../../core/failure.ts';
import { isIssued } from '../../rollout/issuance/explain.ts';
import { type Certificate, certificateKind } from '../../rollout/issuance/objects.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';

/** A certificate comes after the app that proves its domains, so nobody waits for it; but whoever deploys should know. */
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
    // The deploy has succeeded or failed already.
    if (!(error instanceof Failure)) throw error;
    run.out.debug(`Could not read the certificate: ${error.message}`);
  }
}
