import { binary } from '../build/cache.ts';
import type { Settings } from '../settings.ts';
import { type RunOptions, run } from '../system/run.ts';
import { kubectlEnvironment } from './kubectl-environment.ts';

export function kubectl(settings: Settings, args: string[], options: RunOptions = {}): Promise<string> {
  const command = ['kubectl', `--kubeconfig=${settings.paths.kubeconfig}`, ...args];
  const env = { ...(options.env ?? process.env), ...kubectlEnvironment };
  return run(binary(settings, 'hyperkube'), command, { ...options, env });
}

/**
 * Server-side: the large definitions do not fit into the annotation that a client-side apply keeps. Returns the names
 * of the custom resource definitions.
 */
export async function apply(settings: Settings, path: string): Promise<string[]> {
  const how = ['--server-side', '--force-conflicts', '--field-manager=engine'];
  const applied = await kubectl(settings, ['apply', ...how, '--output=name', '-f', path]);
  const prefix = 'customresourcedefinition.apiextensions.k8s.io/';
  return applied.split('\n').flatMap((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : []));
}
