import { isDnsSubdomain } from '../../core/kubernetes-names.ts';
import type { Manifest } from '../../kube/types.ts';
import type { ResolveContext } from '../context.ts';
import { appSecret, type SecretOwner } from '../secret-manifest.ts';
import type { ReleaseSpec } from '../types.ts';

export function pullSecretName(app: string): string {
  return `pull-secret-${app}`;
}

/** Returns the Secrets with which the kubelet pulls the image: those of the setting, else the app's own. */
export function pullSecretsOf(context: ResolveContext): ReleaseSpec['pullSecrets'] {
  const { app, registryCredentials, settings } = context.input;
  const names = [...new Set(settings.imagePullSecrets.split(/[\s,]+/).filter(Boolean))];
  for (const name of names) {
    if (isDnsSubdomain(name)) continue;
    context.problem(
      `image-pull-secrets: "${name}" cannot be the name of a Secret`,
      `scheduler-k3s:set ${app} image-pull-secrets <name>`,
    );
  }
  if (names.length > 0) return { names, owned: false };
  return registryCredentials ? { names: [pullSecretName(app)], owned: true } : { names: [], owned: false };
}

/** Returns the app's own pull secret, one object that is rotated in place. `dockerConfig` is a Docker `config.json`. */
export function pullSecretManifest(spec: SecretOwner, dockerConfig: string): Manifest {
  return appSecret(spec, 'pull-secret', {
    name: pullSecretName(spec.app),
    type: 'kubernetes.io/dockerconfigjson',
    values: { '.dockerconfigjson': dockerConfig },
  });
}
