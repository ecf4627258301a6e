import { join } from 'node:path';
import { stringify } from 'yaml';
import { binary } from '../build/cache.ts';
import type { Settings } from '../settings.ts';
import { run } from '../system/run.ts';

export const charts = join(import.meta.dirname, '..', '..', 'charts');

export interface Release {
  name: string;
  namespace: string;
  /** Folder of the chart. */
  chart: string;
  values: object;
}

/** Installs or upgrades; the same chart with the same values changes nothing that runs. */
export async function install(settings: Settings, release: Release): Promise<void> {
  const target = ['--namespace', release.namespace, '--create-namespace'];
  const args = [
    'upgrade',
    '--install',
    release.name,
    release.chart,
    ...target,
    '--values',
    '-',
    '--history-max',
    '2',
  ];
  await run(binary(settings, 'helm'), args, {
    env: {
      ...process.env,
      KUBECONFIG: settings.paths.kubeconfig,
      // The engine does not use the Helm plugins and repositories of the user.
      HELM_DATA_HOME: join(settings.state, 'helm'),
      HELM_CONFIG_HOME: join(settings.state, 'helm'),
      HELM_CACHE_HOME: join(settings.state, 'helm'),
    },
    input: stringify(release.values),
  });
}
