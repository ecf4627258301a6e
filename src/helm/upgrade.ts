import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReleaseRef, upgradeArguments } from './arguments.ts';
import type { HelmContext } from './context.ts';
import { helm } from './helm.ts';
import { cutKinds } from './kinds.ts';
import { writeValues } from './render.ts';

export interface UpgradeInput extends ReleaseRef {
  /** The final manifest: of this deploy, or of an old release that is deployed again. */
  manifest: string;
  /** The values it was rendered from; Helm keeps them with the release. */
  values: object;
  workDir: string;
  /** A line for `helm history`. */
  description?: string;
  /** Objects of another release become part of this one. Whoever asks for it has seen whose they are. */
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
      variables: { DOKKU_FINAL_MANIFEST: manifestFile, ...cutKinds(context, input) },
    },
  );
  return { revision: Number(stdout.match(/^REVISION: (\d+)$/m)?.[1]) };
}

/**
 * The chart's name and version are what Helm needs of it here. It would render the templates only for the
 * post-renderer to drop the result, and keep them with each revision, all of which it reads twice in every upgrade.
 */
async function withoutTemplates(chart: string, workDir: string): Promise<string> {
  const bare = join(workDir, 'bare');
  await mkdir(bare, { recursive: true, mode: 0o700 });
  await copyFile(join(chart, 'Chart.yaml'), join(bare, 'Chart.yaml'));
  return bare;
}
