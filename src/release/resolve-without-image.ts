import type { ReleaseImage, ResolveInput } from './context.ts';
import { resolve } from './resolve.ts';
import type { ReleaseSpec } from './types.ts';

/** A placeholder. Mistakes in the settings and in the repository do not depend on the image. */
const placeholderImage: ReleaseImage = {
  reference: '',
  kind: 'dockerfile',
  workingDir: '',
  exposedPorts: [],
};

/** Resolves a release without its image, as far as possible. Throws the errors of `resolve` before the build. */
export function resolveWithoutImage(input: Omit<ResolveInput, 'image'>): ReleaseSpec {
  return resolve({ ...input, image: placeholderImage });
}
