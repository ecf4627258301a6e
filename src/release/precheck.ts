import type { ReleaseImage, ResolveInput } from './context.ts';
import { resolve } from './resolve.ts';

/** Any image will do: what the settings and the repository get wrong does not depend on it. */
const standIn: ReleaseImage = { reference: '', kind: 'dockerfile', workingDir: '', exposedPorts: [] };

/** Throws what `resolve` would throw after the build, before it. */
export function precheck(input: Omit<ResolveInput, 'image'>): void {
  resolve({ ...input, image: standIn });
}
