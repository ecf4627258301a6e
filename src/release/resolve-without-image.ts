import type { ReleaseImage, ResolveInput } from './context.ts';
import { resolve } from './resolve.ts';
import type { ReleaseSpec } from './types.ts';

/** Any image will do: what the settings and the repository get wrong does not depend on it. */
const placeholderImage: ReleaseImage = {
  reference: '',
  kind: 'dockerfile',
  workingDir: '',
  exposedPorts: [],
};

/** Throws before the build what `resolve` would throw after it; the release as far as it is known without an image. */
export function resolveWithoutImage(input: Omit<ResolveInput, 'image'>): ReleaseSpec {
  return resolve({ ...input, image: placeholderImage });
}
