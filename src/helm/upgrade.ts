import { writeFile } from 'node:fs/promises';
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
  const { description, takeOwnership } = input;
  const { stdout } = await helm(
    context,
    upgradeArguments(input, context.chart, { valuesFile, description, takeOwnership }),
    {
      signal,
      variables: { DOKKU_FINAL_MANIFEST: manifestFile, ...cutKinds(context, input) },
    },
  );
  return { revision: Number(stdout.match(/^REVISION: (\d+)$/m)?.[1]) };
}
