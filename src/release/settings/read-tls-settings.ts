import type { PropertyReader } from '../../state/property-reader.ts';
import { GLOBAL } from '../../state/scope.ts';
import { defaultSettings, type ReleaseSettings } from './settings.ts';

type TlsSettings = Pick<
  ReleaseSettings,
  'certificateImported' | 'letsencryptServer' | 'letsencryptEmails' | 'certIssuerName' | 'certIssuerKind'
>;

/** Reads the TLS settings. `certificateKeys` are the stored keys of an imported certificate. */
export function readTlsSettings(
  properties: PropertyReader,
  certificateKeys: readonly string[],
  app: string,
): TlsSettings {
  const k3s = (key: string, fallback: string) => properties.effective(app, 'scheduler-k3s', key, fallback);
  // The scope of the email determines whether the app gets its own issuer.
  const email = (key: string) => ({
    app: properties.get(app, 'scheduler-k3s', key) ?? '',
    global: properties.get(GLOBAL, 'scheduler-k3s', key) ?? '',
  });
  return {
    certificateImported: certificateKeys.length > 0,
    letsencryptServer: k3s('letsencrypt-server', defaultSettings.letsencryptServer),
    letsencryptEmails: { prod: email('letsencrypt-email-prod'), stag: email('letsencrypt-email-stag') },
    certIssuerName: k3s('cert-issuer-name', defaultSettings.certIssuerName),
    certIssuerKind: k3s('cert-issuer-kind', defaultSettings.certIssuerKind),
  };
}
