import { canSee } from '../../access/guard.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { isRunning, refuseIfBusy, restartIfRunning } from '../../cli/parts/restart.ts';
import { readIssuedCertificates } from '../../release/settings/read-certificate.ts';
import { readNamespace } from '../../release/settings/read-namespace.ts';
import { checkPair } from '../../release/tls/certificate.ts';
import {
  type CertificatePair,
  certificateKeys,
  certificatePlugin,
  tlsSecretName,
} from '../../release/tls/tls-secret.ts';
import { refuseTlsSecretConflict } from '../../release/tls/tls-secret-conflict.ts';
import { warnOfUncoveredDomains } from './uncovered.ts';

/** Checks and stores a certificate. A running app is restarted with it. */
export async function importPair(context: Context, app: string, given: CertificatePair): Promise<void> {
  const { store, out } = context;
  const namespace = readNamespace(store.properties, app);
  const issued = readIssuedCertificates(store, tlsSecretName(app));
  refuseTlsSecretConflict({ app, namespace }, issued, (owner) => canSee(context, owner));
  const { pair, warnings } = checkPair(given);
  await refuseIfBusy(context, app, false);
  out.redactor.register(pair.key);
  store.secrets.set(app, certificatePlugin, {
    [certificateKeys.certificate]: pair.certificate,
    [certificateKeys.key]: pair.key,
  });
  out.step(`Saving the certificate of ${app}`);
  for (const warning of warnings) out.warn(warning);
  if (isRunning(context, app)) await restartIfRunning(context, app, 'Import certificate');
  else warnOfUncoveredDomains(context, app, store.domains.list(app));
}
