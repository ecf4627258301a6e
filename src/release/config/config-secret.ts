import { createHash } from 'node:crypto';
import { label } from '../../core/labels.ts';
import type { Manifest } from '../../kube/types.ts';
import { appSecret, type SecretOwner } from '../secret-manifest.ts';
import type { ReleaseSpec } from '../types.ts';

/** Returns ten hex characters: a hash of the keys and values, independent of their order. */
export function configHash(values: Record<string, string>): string {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 10);
}

export function configSecretName(app: string, hash: string): string {
  return `config-${app}-${hash}`;
}

/** Returns the immutable Secret with the variables of a release's pods. */
export function configSecretManifest(
  spec: SecretOwner & Pick<ReleaseSpec, 'config'>,
  values: Record<string, string>,
): Manifest {
  const { secretName: name, hash } = spec.config;
  return appSecret(spec, 'config', { name, values, immutable: true, labels: { [label.configHash]: hash } });
}
