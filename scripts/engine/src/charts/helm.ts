import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
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

/** Path → text of everything in a chart. */
export function filesOf(chart: string): Record<string, string> {
  const files = readdirSync(chart, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(chart, path), readFileSync(path, 'utf8')]));
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
      // Plugins and repositories of whoever runs the engine are not the engine's business.
      HELM_DATA_HOME: join(settings.state, 'helm'),
      HELM_CONFIG_HOME: join(settings.state, 'helm'),
      HELM_CACHE_HOME: join(settings.state, 'helm'),
    },
    input: stringify(release.values),
  });
}
