import { applyIssuerOf } from '../../cluster/issuers.ts';
import { Failure } from '../../core/failure.ts';
import type { KubeObject } from '../../kube/types.ts';
import { tlsSecretConflict } from '../../release/tls/tls-secret-conflict.ts';
import { isIssued } from '../../rollout/issuance/explain.ts';
import { type Certificate, certificateKind } from '../../rollout/issuance/objects.ts';
import { appOf } from '../../rollout/objects/ownership.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';

/** What a certificate needs before it is written: a Secret that is nobody else's, and the issuer that it may come from. */
export async function prepareCertificate(run: DeployRun, { spec }: Plan): Promise<void> {
  const { app, namespace, routing } = spec;
  if (!routing?.tls) return;
  const name = routing.tls.secretName;
  const ref = { apiVersion: 'v1', kind: 'Secret', namespace, name };
  const secret = await (await run.kube()).get<KubeObject>(ref, { signal: run.signal });
  const owner = secret && appOf(secret);
  if (owner && owner !== app) throw tlsSecretConflict({ app, owner, name, namespace });
  await applyIssuerOf(run, spec);
}

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
