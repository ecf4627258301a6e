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
      `The certificate is not there yet, and browsers warn until it is: dokku certs:report ${app}`,
    );
  } catch (error) {
    // The deploy has its end already, good or bad.
    if (!(error instanceof Failure)) throw error;
    run.out.debug(`The certificate was not looked at: ${error.message}`);
  }
}
