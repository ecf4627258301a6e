import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { GoModule, type Used } from './go-module.ts';
import { compareVersions } from './go-version.ts';
import type { Program } from './program.ts';

/** Kubernetes' own programs decide: version 1.34 is the last one that runs on cgroup v1. */
const kubernetes = 'v0.34.4';
const staging = (
  'api apiextensions-apiserver apimachinery apiserver cli-runtime client-go cloud-provider cluster-bootstrap ' +
  'component-base component-helpers controller-manager cri-api cri-client kms kube-aggregator kubectl kubelet metrics'
).split(' ');

/** Modules of which all programs get this version, by a replacement where they require a newer one. */
const pinned: Record<string, string> = {
  ...Object.fromEntries(staging.map((name) => [`k8s.io/${name}`, kubernetes])),
  'k8s.io/kube-openapi': 'v0.0.0-20250710124328-f3f2b991d03b',
  'k8s.io/utils': 'v0.0.0-20250604170112-4c0f3b243397',
  ...Object.fromEntries(
    ['api', 'client/pkg', 'client'].map((name) => [`go.etcd.io/etcd/${name}/v3`, 'v3.6.5']),
  ),
};

/** Modules of which a program keeps the version that it requires: it does not compile with the common one. */
const kept: Record<string, string[]> = {
  containerd: ['api', 'v2'].map((name) => `github.com/containerd/containerd/${name}`),
  helm: [...staging.map((name) => `k8s.io/${name}`), 'k8s.io/kube-openapi', 'k8s.io/utils'],
  hyperkube: ['github.com/opencontainers/cgroups'],
  traefik: ['exporters/otlp/otlplog/otlploggrpc', 'exporters/otlp/otlplog/otlploghttp', 'log', 'sdk/log'].map(
    (name) => `go.opentelemetry.io/otel/${name}`,
  ),
};

/**
 * Raises the requirements of all programs to the highest version that one of them uses, so that Go compiles a package
 * once for all of them. Writes their go.mod and go.sum.
 * @returns how many requirements changed, by program; call again until none does
 */
export async function align(settings: Settings, programs: readonly Program[]): Promise<Map<string, number>> {
  const folder = join(settings.cache, '.align');
  rmSync(folder, { recursive: true, force: true });
  const modules: GoModule[] = [];
  for (const program of programs) modules.push(await GoModule.open(program, join(folder, program.name)));
  const used = new Map<GoModule, Used[]>();
  for (const module of modules) used.set(module, await module.used());
  const highest = highestVersions(used);
  const changed = new Map<string, number>();
  for (const [module, requirements] of used) {
    const edits = requirements.flatMap((one) => edit(module.program, one, highest));
    if (edits.length > 0) await module.change(edits);
    changed.set(module.program.name, edits.length);
  }
  rmSync(folder, { recursive: true, force: true });
  return changed;
}

function highestVersions(used: Map<GoModule, Used[]>): Map<string, string> {
  const highest = new Map<string, string>();
  for (const [{ program }, requirements] of used) {
    for (const { path, version, isReplaced } of requirements) {
      if (isReplaced || keeps(program, path)) continue;
      const known = highest.get(path);
      if (!known || compareVersions(version, known) > 0) highest.set(path, version);
    }
  }
  return highest;
}

/** The arguments of `go mod edit` that change a program's requirement to the common version. */
function edit(program: Program, { path, version, isReplaced }: Used, highest: Map<string, string>): string[] {
  if (keeps(program, path)) return [];
  const pin = pinned[path];
  if (pin) return version === pin ? [] : [`-replace=${path}=${path}@${pin}`];
  const wanted = highest.get(path);
  return isReplaced || !wanted || wanted === version ? [] : [`-require=${path}@${wanted}`];
}

/** Whether a program keeps the version of a module that it requires. */
export function keeps({ name }: Program, path: string): boolean {
  return kept[name]?.includes(path) ?? false;
}
