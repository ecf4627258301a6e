import { createHash } from 'node:crypto';
import { Failure } from '../core/failure.ts';
import type { Images } from '../state/deploys/images.ts';
import { checkPull } from './registry/check-pull.ts';
import type { RegistryAccess } from './registry/connect.ts';
import type { BuiltImage } from './types.ts';

/** Increment when the same inputs produce a different image or a different description of the image. */
const cacheVersion = 2;

/** Everything that determines an image. */
export interface CacheInputs {
  /** Hash of the git tree, submodules included, and the contents of a `.git` folder that is built in. */
  tree: string;
  builder: string;
  repository: string;
  buildDir: string;
  /** The inputs of the builder, see `Builder.inputs`. */
  inputs: unknown;
}

export function cacheKey(inputs: CacheInputs): string {
  return createHash('sha256')
    .update(JSON.stringify([cacheVersion, sorted(inputs)]))
    .digest('hex');
}

/** The image of an earlier build with the same inputs, if the registry still has the image. */
export async function findBuilt(
  images: Images,
  { app, key, access, signal }: { app: string; key: string; access: RegistryAccess; signal: AbortSignal },
): Promise<BuiltImage | undefined> {
  const stored = images.find(app, key);
  if (stored === undefined) return undefined;
  const image = JSON.parse(stored) as BuiltImage;
  try {
    await checkPull(image.reference, access, signal);
    return image;
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'registry.not-found') throw error;
    images.forget(app, key);
    return undefined;
  }
}

export function rememberBuilt(images: Images, app: string, key: string, image: BuiltImage): void {
  images.remember(app, key, JSON.stringify(image));
}

/** The same value with the keys of all objects in order, so that equal inputs have equal text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
