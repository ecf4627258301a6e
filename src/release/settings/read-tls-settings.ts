import type { PropertyReader } from '../../state/property-reader.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { Store } from '../../state/store.ts';
import { certificateFacts, readChain, validityWarnings } from '../tls/certificate.ts';
import { readCertificate } from './read-certificate.ts';
import { defaultSettings, type ReleaseSettings } from './settings.ts';

type TlsSettings = Pick<
  ReleaseSettings,
  | 'certificateNames'
  | 'certificateWarnings'
  | 'letsencryptServer'
  | 'letsencryptEmails'
  | 'certIssuerName'
  | 'certIssuerKind'
>;

/** Reads the TLS settings. */
export function readTlsSettings(store: Store, properties: PropertyReader, app: string): TlsSettings {
  const pair = readCertificate(store, app);
  const certificate = pair && readChain(pair.certificate)[0];
  const k3s = (key: string, fallback: string) => properties.effective(app, 'scheduler-k3s', key, fallback);
  // The scope of the email determines whether the app gets its own issuer.
  const email = (key: string) => ({
    app: properties.get(app, 'scheduler-k3s', key) ?? '',
    global: properties.get(GLOBAL, 'scheduler-k3s', key) ?? '',
  });
  return {
    certificateNames: certificate && certificateFacts(certificate).hostnames,
    certificateWarnings: certificate ? validityWarnings(certificate) : [],
    letsencryptServer: k3s('letsencrypt-server', defaultSettings.letsencryptServer),
    letsencryptEmails: { prod: email('letsencrypt-email-prod'), stag: email('letsencrypt-email-stag') },
    certIssuerName: k3s('cert-issuer-name', defaultSettings.certIssuerName),
    certIssuerKind: k3s('cert-issuer-kind', defaultSettings.certIssuerKind),
  };
}
