import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReleaseRef, templateArguments } from './arguments.ts';
import type { HelmContext } from './context.ts';
import { helm } from './helm.ts';
import { kustomize } from './kustomize.ts';
import { refuseUnprintable } from './refuse-unprintable.ts';

export interface RenderInput extends ReleaseRef {
  /** The chart's values. */
  values: object;
  /** The repository's Kustomize folder, absolute. */
  kustomizeDir?: string;
  /** Private folder of this deploy. */
  workDir: string;
}

/**
 * The final manifest of a release: the chart with its values, customised by the repository's Kustomize folder.
 * Needs no cluster. Throws `helm.*`, `kustomize.*` and `release.character` Failures.
 */
export async function renderManifest(
  context: HelmContext,
  input: RenderInput,
  options: { signal?: AbortSignal } = {},
): Promise<string> {
  refuseUnprintable(input.values);
  const valuesFile = await writeValues(input.workDir, input.values);
  const { stdout } = await helm(context, templateArguments(input, context.chart, valuesFile), options);
  if (!input.kustomizeDir) return stdout;
  return kustomize(
    context,
    { source: input.kustomizeDir, workDir: input.workDir, rendered: stdout, namespace: input.namespace },
    options,
  );
}

/** As JSON, in which no text can be misread as another YAML value. */
export async function writeValues(workDir: string, values: object): Promise<string> {
  await mkdir(workDir, { recursive: true, mode: 0o700 });
  const file = join(workDir, 'values.json');
  await writeFile(file, JSON.stringify(values), { mode: 0o600 });
  return file;
}
