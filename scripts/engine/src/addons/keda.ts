import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { binary, cacheFolder } from '../build/cache.ts';
import { program } from '../build/programs.ts';
import { apply, kubectl } from '../charts/kubectl.ts';
import { installOnce } from '../charts/once.ts';
import { programImage } from '../images/names.ts';
import type { Settings } from '../settings.ts';
import { writeFile } from '../system/files.ts';
import { run } from '../system/run.ts';
import type { Addon } from './addon.ts';

/** Deployment of the program's own manifests to image of ours. */
const deployments = {
  'keda-operator': 'keda-operator',
  'keda-metrics-apiserver': 'keda-adapter',
  'keda-admission': 'keda-webhooks',
};

export const keda: Addon = {
  name: 'keda',
  summary: 'scaling by events, with its metrics adapter and admission webhook',
  install: async (settings) => {
    const folder = join(settings.paths.config, 'keda');
    rmSync(folder, { recursive: true, force: true });
    // Beside the kustomization, since a resource must not lie outside its folder.
    cpSync(join(cacheFolder(settings, program('keda')), 'config'), join(folder, 'config'), {
      recursive: true,
    });
    writeFile(join(folder, 'kustomization.yaml'), stringify(kustomization(settings)));
    const manifest = await run(binary(settings, 'kustomize'), ['build', folder]);
    const path = join(folder, 'manifest.yaml');
    writeFile(path, manifest);
    await installOnce(settings, {
      name: 'keda',
      from: manifest,
      needs: Object.keys(deployments).map((name) => `/apis/apps/v1/namespaces/keda/deployments/${name}`),
      install: () => apply(settings, path),
    });
    await awaitKeda(settings);
  },
};

function kustomization(settings: Settings): object {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['config/default'],
    patches: Object.entries(deployments).map(([name, image]) => ({
      target: { kind: 'Deployment', name: `^${name}$|^${name}-webhooks$` },
      patch: stringify(patch(settings, image)),
    })),
  };
}

/** Our images have the program as entry point and no user names; and tests do not wait for probes. */
function patch(settings: Settings, image: string): object[] {
  const { repository, tag } = programImage(settings, 'keda', image);
  const container = '/spec/template/spec/containers/0';
  return [
    { op: 'replace', path: `${container}/image`, value: `${repository}:${tag}` },
    { op: 'replace', path: `${container}/imagePullPolicy`, value: 'IfNotPresent' },
    { op: 'remove', path: `${container}/command` },
    { op: 'add', path: `${container}/securityContext/runAsUser`, value: 1000 },
    { op: 'replace', path: `${container}/readinessProbe/initialDelaySeconds`, value: 1 },
    { op: 'add', path: `${container}/readinessProbe/periodSeconds`, value: 1 },
    { op: 'replace', path: `${container}/resources/requests`, value: { cpu: '10m', memory: '50Mi' } },
  ];
}

async function awaitKeda(settings: Settings): Promise<void> {
  const names = await kubectl(settings, ['get', 'deployments', '--namespace=keda', '--output=name']);
  const wait = ['rollout', 'status', '--namespace=keda', '--timeout=120s'];
  await Promise.all(
    names
      .trim()
      .split('\n')
      .map((name) => kubectl(settings, [...wait, name])),
  );
  const api = 'apiservice/v1beta1.external.metrics.k8s.io';
  await kubectl(settings, ['wait', '--for=condition=Available', '--timeout=60s', api]);
}
