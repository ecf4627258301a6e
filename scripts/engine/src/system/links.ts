import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { binary } from '../build/cache.ts';
import type { Settings } from '../settings.ts';

/** The programs that people and scripts call, in one folder for their PATH. */
export function linkPrograms(settings: Settings): void {
  const targets = {
    kubectl: binary(settings, 'hyperkube'),
    helm: binary(settings, 'helm'),
    kustomize: binary(settings, 'kustomize'),
    buildctl: binary(settings, 'buildkit', 'buildctl'),
    ctr: binary(settings, 'containerd', 'ctr'),
    runc: binary(settings, 'runc'),
    registry: binary(settings, 'registry'),
  };
  rmSync(settings.paths.bin, { recursive: true, force: true });
  mkdirSync(settings.paths.bin, { recursive: true });
  for (const [name, target] of Object.entries(targets)) symlinkSync(target, join(settings.paths.bin, name));
}
