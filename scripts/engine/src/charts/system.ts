import { join } from 'node:path';
import { cacheFolder } from '../build/cache.ts';
import { program } from '../build/programs.ts';
import { programImage } from '../images/names.ts';
import { makeProgramImages } from '../images/program-images.ts';
import type { Settings } from '../settings.ts';
import { filesOf } from '../system/files.ts';
import { detail, seconds } from '../system/output.ts';
import { awaitAnswers } from './answers.ts';
import { charts, install } from './helm.ts';
import { apply, kubectl } from './kubectl.ts';
import { installOnce } from './once.ts';

const namespace = 'kube-system';

/** The parts of the cluster that run inside it, each with the values that depend on this engine. */
function values(settings: Settings): Record<string, object> {
  return {
    coredns: { clusterIP: settings.dnsIp, domain: settings.domain, ingressIP: settings.nodeIp },
    traefik: {
      hostIP: settings.nodeIp,
      nodeName: settings.nodeName,
      httpPort: settings.httpPort,
      httpsPort: settings.httpsPort,
    },
    'local-path-provisioner': { folder: settings.paths.volumes },
    'metrics-server': {},
  };
}

export async function installSystemCharts(settings: Settings): Promise<void> {
  const crds = join(cacheFolder(settings, program('traefik')), 'crds');
  const releases = Object.entries(values(settings)).map(([name, own]) => ({
    name,
    namespace,
    chart: join(charts, name),
    values: { ...own, image: programImage(settings, name) },
  }));
  await Promise.all(releases.map(({ name }) => makeProgramImages(settings, program(name))));
  await installOnce(settings, {
    name: 'system',
    from: [crds, ...releases.map(({ chart, ...release }) => [release, filesOf(chart)])],
    needs: releases.map(({ name }) => `/apis/apps/v1/namespaces/${namespace}/${kindOf(name)}s/${name}`),
    install: async () => {
      const definitions = ['traefik.yaml', 'gateway'].map((file) => apply(settings, join(crds, file)));
      const names = (await Promise.all(definitions)).flat();
      await Promise.all(releases.map((release) => install(settings, release)));
      return names;
    },
  });
}

function kindOf(chart: string): 'daemonset' | 'deployment' {
  return chart === 'traefik' ? 'daemonset' : 'deployment';
}

export async function awaitSystemCharts(settings: Settings): Promise<void> {
  const started = Date.now();
  const names = Object.keys(values(settings)).map((name) => `${kindOf(name)}/${name}`);
  await Promise.all(
    names.map((name) => kubectl(settings, ['rollout', 'status', '-n', namespace, '--timeout=90s', name])),
  );
  const api = ['wait', '--for=condition=Available', '--timeout=60s', 'apiservice/v1beta1.metrics.k8s.io'];
  await Promise.all([kubectl(settings, api), awaitAnswers(settings)]);
  detail(`${'system pods'.padEnd(26)} ready  ${seconds(started)}`);
}
