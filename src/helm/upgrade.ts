import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReleaseRef, upgradeArguments } from './arguments.ts';
import type { HelmContext } from './context.ts';
import { helm } from './helm.ts';
import { limitKinds } from './kinds.ts';
import { writeValues } from './render.ts';

export interface UpgradeInput extends ReleaseRef {
  /** The final manifest: the one of this deploy, or of an old release that is deployed again. */
  manifest: string;
  /** The values of the manifest; Helm stores them with the release. */
  values: object;
  workDir: string;
  /** The description in `helm history`. */
  description?: string;
  /** Adopts objects of another release. The caller has checked who owns them. */
  takeOwnership?: boolean;
}

/**
 * Installs or upgrades the release so that its stored manifest is exactly `manifest`. Returns without waiting for
 * pods, with Helm's revision. Throws `helm.*` Failures.
 */
export async function upgrade(
  context: HelmContext,
  input: UpgradeInput,
  { signal }: { signal?: AbortSignal } = {},
): Promise<{ revision: number }> {
  const valuesFile = await writeValues(input.workDir, input.values);
  const manifestFile = join(input.workDir, 'manifest.yaml');
  await writeFile(manifestFile, input.manifest, { mode: 0o600 });
  const chart = await withoutTemplates(context.chart, input.workDir);
  const { description, takeOwnership } = input;
  const { stdout } = await helm(
    context,
    upgradeArguments(input, chart, { valuesFile, description, takeOwnership }),
    {
      signal,
      variables: { DOKKU_FINAL_MANIFEST: manifestFile, ...limitKinds(context, input) },
    },
  );
  return { revision: Number(stdout.match(/^REVISION: (\d+)$/m)?.[1]) };
}

/**
 * Helm needs only the chart's name and version here. With templates, Helm would render them although the post-renderer
 * drops the result, and would store them with each revision. Helm reads all revisions twice in every upgrade.
 */
async function withoutTemplates(chart: string, workDir: string): Promise<string> {
  const bare = join(workDir, 'bare');
  await mkdir(bare, { recursive: true, mode: 0o700 });
  await copyFile(join(chart, 'Chart.yaml'), join(bare, 'Chart.yaml'));
  return bare;
}
