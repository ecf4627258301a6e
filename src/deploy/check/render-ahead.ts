import type { BuiltImage } from '../../build/types.ts';
import { Failure } from '../../core/failure.ts';
import { randomHex } from '../../core/ids.ts';
import type { ParsedManifest } from '../../helm/manifest.ts';
import type { Manifest } from '../../kube/types.ts';
import { resolve } from '../../release/resolve.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { toValues } from '../../release/values.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';
import type { Draft, Plan } from '../plan/plan.ts';
import type { ReleaseInputs } from '../plan/release-inputs.ts';
import { renderApp } from './render.ts';

/** A manifest that was rendered before its image was built. */
export interface RenderedAhead {
  /** The manifest of a plan. Undefined when the plan differs from the rendered one in more than its image. */
  manifestFor(plan: Pick<Plan, 'spec' | 'values'>): Promise<ParsedManifest | undefined>;
  /** Stops the rendering when its result is not needed. */
  abandon(): void;
}

/**
 * Renders a release while another process builds its image. The new image nearly always differs from the serving one by
 * its digest alone, so a placeholder stands for the digest. When anything else differs, or the rendering fails, the
 * release is rendered again with the real image, and reports the failure then.
 */
export function renderAhead(
  run: PreparedRun,
  draft: Draft,
  { kustomize, revision }: Pick<ReleaseInputs, 'kustomize'> & { revision: Record<string, string> },
): RenderedAhead | undefined {
  const { serving } = run.facts;
  if (!serving || !draft.cluster) return undefined;
  const digest = randomHex(32);
  const last: BuiltImage = JSON.parse(serving.record.image);
  const image = { ...last, reference: `${last.repository}@sha256:${digest}` };
  const spec = resolveOrNothing({ ...draft, image, revision });
  if (!spec) return undefined;
  const values = toValues(spec);
  const stop = new AbortController();
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const rendered = renderApp({ ...run, signal }, { spec, values }, { kustomize, name: 'ahead' }).catch(
    () => undefined,
  );
  return {
    abandon: () => stop.abort(),
    async manifestFor(plan) {
      const [repository, built = ''] = plan.spec.image.reference.split('@sha256:');
      const expected = JSON.stringify(plan.values).replaceAll(built, digest);
      const manifest =
        repository === last.repository && expected === JSON.stringify(values) ? await rendered : undefined;
      if (manifest && namesOnlyImages(manifest, image.reference, digest))
        return withDigest(manifest, digest, built);
      stop.abort();
      return undefined;
    },
  };
}

/** The release itself reports what is wrong with the real image and the settings. */
function resolveOrNothing({
  input,
  cluster,
  image,
  revision,
}: Draft & { image: BuiltImage; revision: Record<string, string> }): ReleaseSpec | undefined {
  try {
    return resolve({ ...input, config: { ...input.config, ...revision }, cluster: cluster?.facts, image });
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Whether the digest occurs in images of containers only. A name that contains the digest would change with it. */
function namesOnlyImages({ text, objects }: ParsedManifest, reference: string, digest: string): boolean {
  let images = 0;
  JSON.stringify(objects, (key, value) => {
    if (key === 'image' && value === reference) images += 1;
    return value;
  });
  return images === text.split(digest).length - 1;
}

function withDigest({ text, objects }: ParsedManifest, placeholder: string, digest: string): ParsedManifest {
  const json = JSON.stringify(objects).replaceAll(placeholder, digest);
  return { text: text.replaceAll(placeholder, digest), objects: JSON.parse(json) as Manifest[] };
}
