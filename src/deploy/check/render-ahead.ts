import type { BuiltImage } from '../../build/types.ts';
import { Failure } from '../../core/failure.ts';
import { randomHex } from '../../core/ids.ts';
import type { ParsedManifest } from '../../helm/manifest.ts';
import type { Manifest } from '../../kube/types.ts';
import { resolve } from '../../release/resolve.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { toValues } from '../../release/values.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';
import type { Ingredients } from '../plan/ingredients.ts';
import type { Draft, Plan } from '../plan/plan.ts';
import { renderApp } from './render.ts';

/** A manifest that was rendered before its image was built. */
export interface RenderedAhead {
  /** The manifest of a plan; undefined when it differs from what was rendered in more than its image. */
  manifestFor(plan: Pick<Plan, 'spec' | 'values'>): Promise<ParsedManifest | undefined>;
  /** Nobody will need it. */
  abandon(): void;
}

/**
 * Renders a release while its image is built, which another process does. Nearly always the new image differs from the
 * one that serves by nothing but its digest, so a placeholder stands for that. What turns out to differ otherwise, or
 * to be wrong, is rendered again with the real image, and fails then.
 */
export function renderAhead(
  run: PreparedRun,
  draft: Draft,
  { kustomize, revision }: Pick<Ingredients, 'kustomize'> & { revision: Record<string, string> },
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
      if (manifest && namesOnlyImages(manifest.text, image.reference, digest))
        return withDigest(manifest, digest, built);
      stop.abort();
      return undefined;
    },
  };
}

/** What is wrong with the real image and the settings, the release itself reports. */
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

/** Whether the digest is nowhere but in the images of containers: a name made of it would be another one. */
function namesOnlyImages(text: string, reference: string, digest: string): boolean {
  const images = text.matchAll(/^\s*(?:- )?image: ["']?(\S+?)["']?$/gm);
  const named = [...images].filter(([, name]) => name === reference);
  return named.length === text.split(digest).length - 1;
}

function withDigest({ text, objects }: ParsedManifest, placeholder: string, digest: string): ParsedManifest {
  const json = JSON.stringify(objects).replaceAll(placeholder, digest);
  return { text: text.replaceAll(placeholder, digest), objects: JSON.parse(json) as Manifest[] };
}
