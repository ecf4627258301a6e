import type { Manifest } from '../../kube/types.ts';
import {
  triggerAuthPlugin,
  triggerAuthValues,
  triggerSecretManifest,
} from '../../release/autoscaling/trigger-auth.ts';
import { pullSecretManifest, pullSecretName } from '../../release/config/pull-secret.ts';
import { readCertificate, tlsSecretManifest, tlsSecretName } from '../../release/tls/tls-secret.ts';
import type { Store } from '../../state/store.ts';
import type { Plan } from '../plan/plan.ts';

/**
 * The Secrets that a release needs beside its chart and its config. Each is one object that is changed in place, so
 * that a new certificate or password also reaches the pods of releases before.
 */
export function appSecrets(store: Store, { spec, dockerConfig }: Plan): Manifest[] {
  const { app, namespace, pullSecrets, routing, triggerAuthentications } = spec;
  const secrets: Manifest[] = [];
  if (pullSecrets.owned && dockerConfig) secrets.push(pullSecretManifest(spec, dockerConfig));
  const certificate = routing?.tls?.secretName === tlsSecretName(app) && readCertificate(store, app);
  if (certificate) secrets.push(tlsSecretManifest(app, namespace, certificate));
  if (triggerAuthentications.length === 0) return secrets;
  const credentials = store.secrets.all(app, triggerAuthPlugin);
  for (const { trigger } of triggerAuthentications)
    secrets.push(triggerSecretManifest(spec, trigger, triggerAuthValues(credentials, trigger)));
  return secrets;
}

/** Whether a Secret is one that an earlier release needed: a certificate, a login or credentials of a trigger. */
export function isAppSecret(app: string, name: string): boolean {
  return name === tlsSecretName(app) || name === pullSecretName(app) || name.startsWith(`kta-${app}-`);
}
