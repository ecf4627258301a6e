import { join } from 'node:path';
import { cacheFolder } from '../build/cache.ts';
import { program } from '../build/programs.ts';
import { programImage } from '../images/names.ts';
import { makeProgramImages } from '../images/program-images.ts';
import type { Settings } from '../settings.ts';
import { detail, seconds } from '../system/output.ts';
import { awaitAnswers } from './answers.ts';
import { charts, install } from './helm.ts';
import { apply, kubectl } from './kubectl.ts';

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
  await Promise.all([apply(settings, join(crds, 'traefik.yaml')), apply(settings, join(crds, 'gateway'))]);
  await Promise.all(Object.entries(values(settings)).map(([name, own]) => installOne(settings, name, own)));
}

async function installOne(settings: Settings, name: string, own: object): Promise<void> {
  await makeProgramImages(settings, program(name));
  const image = programImage(settings, name);
  await install(settings, { name, namespace, chart: join(charts, name), values: { ...own, image } });
}

export async function awaitSystemCharts(settings: Settings): Promise<void> {
  const started = Date.now();
  const names = Object.keys(values(settings)).map((name) =>
    name === 'traefik' ? `daemonset/${name}` : `deployment/${name}`,
  );
  await Promise.all(
    names.map((name) => kubectl(settings, ['rollout', 'status', '-n', namespace, '--timeout=90s', name])),
  );
  const api = ['wait', '--for=condition=Available', '--timeout=60s', 'apiservice/v1beta1.metrics.k8s.io'];
  await Promise.all([kubectl(settings, api), awaitAnswers(settings)]);
  detail(`${'system pods'.padEnd(26)} ready  ${seconds(started)}`);
}
