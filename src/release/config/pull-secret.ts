import { isDnsSubdomain } from '../../core/kubernetes-names.ts';
import { fixedLabels, managed } from '../../core/labels.ts';
import type { Manifest } from '../../kube/types.ts';
import type { ResolveContext } from '../context.ts';
import type { ReleaseSpec } from '../types.ts';

export function pullSecretName(app: string): string {
  return `pull-secret-${app}`;
}

/** The Secrets that the kubelet pulls the image with: those that were named, else the app's own. */
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

/** The app's own pull secret, one object that is rotated in place. `dockerConfig` is a docker `config.json`. */
export function pullSecretManifest(
  spec: Pick<ReleaseSpec, 'app' | 'namespace' | 'metadata'>,
  dockerConfig: string,
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: pullSecretName(spec.app),
      namespace: spec.namespace,
      labels: { ...spec.metadata.secret?.labels, ...fixedLabels(spec.app, 'pull-secret') },
      annotations: { ...spec.metadata.secret?.annotations, ...managed },
    },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': Buffer.from(dockerConfig).toString('base64') },
  };
}
