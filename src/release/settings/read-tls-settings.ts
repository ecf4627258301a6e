import { GLOBAL } from '../../state/scope.ts';
import type { Store } from '../../state/store.ts';
import { certificatePlugin } from '../tls/tls-secret.ts';
import { defaultSettings, type ReleaseSettings } from './settings.ts';

type TlsSettings = Pick<
  ReleaseSettings,
  'certificateImported' | 'letsencryptServer' | 'letsencryptEmails' | 'certIssuerName' | 'certIssuerKind'
>;

export function readTlsSettings({ properties, secrets }: Store, app: string): TlsSettings {
  const k3s = (key: string, fallback: string) => properties.effective(app, 'scheduler-k3s', key, fallback);
  // Whose email it is decides whose issuer it is.
  const email = (key: string) => ({
    app: properties.get(app, 'scheduler-k3s', key) ?? '',
    global: properties.get(GLOBAL, 'scheduler-k3s', key) ?? '',
  });
  return {
    certificateImported: secrets.keys(app, certificatePlugin).length > 0,
    letsencryptServer: k3s('letsencrypt-server', defaultSettings.letsencryptServer),
    letsencryptEmails: { prod: email('letsencrypt-email-prod'), stag: email('letsencrypt-email-stag') },
    certIssuerName: k3s('cert-issuer-name', defaultSettings.certIssuerName),
    certIssuerKind: k3s('cert-issuer-kind', defaultSettings.certIssuerKind),
  };
}
