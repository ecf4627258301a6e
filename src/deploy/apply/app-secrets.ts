import type { Manifest } from '../../kube/types.ts';
import {
  triggerAuthPlugin,
  triggerAuthValues,
  triggerSecretManifest,
} from '../../release/autoscaling/trigger-auth.ts';
import { configSecretManifest } from '../../release/config/config-secret.ts';
import { pullSecretManifest, pullSecretName } from '../../release/config/pull-secret.ts';
import { readCertificate } from '../../release/settings/read-certificate.ts';
import { tlsSecretManifest, tlsSecretName } from '../../release/tls/tls-secret.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { Store } from '../../state/store.ts';

/** The Secrets of a release, which are applied outside its chart so that no Helm release holds them. */
export interface AppSecrets {
  /** Immutable, and named by the hash of its content. */
  config: Manifest;
  /**
   * Each Secret is one object that is updated in place, so that a new certificate or password also reaches older pods.
   */
  others: Manifest[];
}

export function appSecrets(
  store: Store,
  source: { spec: ReleaseSpec; config: Record<string, string>; dockerConfig: string | undefined },
): AppSecrets {
  const { spec, config, dockerConfig } = source;
  const { app, namespace, pullSecrets, routing, triggerAuthentications } = spec;
  const others: Manifest[] = [];
  if (pullSecrets.owned && dockerConfig) others.push(pullSecretManifest(spec, dockerConfig));
  const secrets = [routing?.tls?.secretName, routing?.tls?.imported?.secretName];
  const certificate = secrets.includes(tlsSecretName(app)) && readCertificate(store, app);
  if (certificate) others.push(tlsSecretManifest(app, namespace, certificate));
  const credentials = triggerAuthentications.length > 0 ? store.secrets.all(app, triggerAuthPlugin) : {};
  for (const { trigger } of triggerAuthentications)
    others.push(triggerSecretManifest(spec, trigger, triggerAuthValues(credentials, trigger)));
  return { config: configSecretManifest(spec, config), others };
}

/** Whether an earlier release needed this Secret: a certificate, a login or credentials of a trigger. */
export function isAppSecret(app: string, name: string): boolean {
  return name === tlsSecretName(app) || name === pullSecretName(app) || name.startsWith(`kta-${app}-`);
}
