import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { binary, cacheFolder } from '../build/cache.ts';
import { program } from '../build/programs.ts';
import { apply, kubectl } from '../charts/kubectl.ts';
import { installOnce } from '../charts/once.ts';
import { type ImageName, programImage } from '../images/names.ts';
import type { Settings } from '../settings.ts';
import { readText, writeFile } from '../system/files.ts';
import { run } from '../system/run.ts';
import type { Addon } from './addon.ts';

const namespace = 'cert-manager';
/** Parts of the chart that cannot be compiled here: they import internal packages of their project. */
const leftOut = ['webhook', 'cainjector'];
const authority = '/etc/engine/ca.crt';

export const certManager: Addon = {
  name: 'cert-manager',
  summary: 'certificates by ACME (HTTP-01), own authorities and self-signed',
  install: async (settings) => {
    const folder = join(settings.paths.config, 'cert-manager');
    const values = join(folder, 'values.yaml');
    writeFile(values, stringify(chartValues(settings)));
    const chart = join(cacheFolder(settings, program('cert-manager')), 'chart');
    const options = ['--namespace', namespace, '--values', values];
    const rendered = await run(binary(settings, 'helm'), ['template', 'cert-manager', chart, ...options]);
    const path = join(folder, 'manifest.yaml');
    const objects = [...ownObjects(settings), ...wanted(rendered)];
    const manifest = objects.map((object) => stringify(object)).join('---\n');
    writeFile(path, manifest);
    await installOnce(settings, {
      name: 'cert-manager',
      from: manifest,
      needs: [`/apis/apps/v1/namespaces/${namespace}/deployments/cert-manager`],
      install: () => apply(settings, path),
    });
    const deployment = ['deployment/cert-manager', `--namespace=${namespace}`];
    await kubectl(settings, ['rollout', 'status', '--timeout=90s', ...deployment]);
  },
};

function chartValues(settings: Settings): object {
  const image = ({ repository, tag }: ImageName) => ({ repository, tag });
  return {
    crds: { enabled: true },
    startupapicheck: { enabled: false },
    image: image(programImage(settings, 'cert-manager', 'cert-manager-controller')),
    acmesolver: { image: image(programImage(settings, 'cert-manager', 'cert-manager-acmesolver')) },
    // cert-manager trusts the engine's ACME server without a caBundle in the issuer.
    extraEnv: [{ name: 'SSL_CERT_FILE', value: authority }],
    volumes: [{ name: 'engine-ca', configMap: { name: 'engine-ca' } }],
    volumeMounts: [{ name: 'engine-ca', mountPath: '/etc/engine', readOnly: true }],
  };
}

function ownObjects(settings: Settings): object[] {
  const data = { 'ca.crt': readText(join(settings.paths.pki, 'ca.crt')) };
  const metadata = { name: 'engine-ca', namespace };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data },
  ];
}

interface ChartObject {
  metadata: { labels?: Record<string, string> };
}

function wanted(rendered: string): ChartObject[] {
  return parseAllDocuments(rendered)
    .map((document) => document.toJS() as ChartObject | null)
    .filter((object) => object !== null)
    .filter(({ metadata }) => !leftOut.includes(metadata.labels?.['app.kubernetes.io/component'] ?? ''));
}
