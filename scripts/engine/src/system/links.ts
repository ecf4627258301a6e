import { lstatSync, mkdirSync, readlinkSync, renameSync, symlinkSync } from 'node:fs';
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
  mkdirSync(settings.paths.bin, { recursive: true });
  for (const [name, target] of Object.entries(targets)) link(join(settings.paths.bin, name), target);
}

/** A link that is right stays, and a wrong one is replaced in one step: programs may run by it meanwhile. */
function link(path: string, target: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() && readlinkSync(path) === target) return;
  const fresh = `${path}.${process.pid}`;
  symlinkSync(target, fresh);
  renameSync(fresh, path);
}
