import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Settings } from '../settings.ts';
import { writeFile } from '../system/files.ts';

/** A kubeconfig that carries its certificates inside, so that it works wherever it is copied to. */
export function writeKubeconfig(settings: Settings, certificate: string, path: string): void {
  const encoded = (file: string) => readFileSync(join(settings.paths.pki, file)).toString('base64');
  const user = {
    'client-certificate-data': encoded(`${certificate}.crt`),
    'client-key-data': encoded(`${certificate}.key`),
  };
  const cluster = {
    server: `https://${settings.nodeIp}:${settings.apiPort}`,
    'certificate-authority-data': encoded('ca.crt'),
  };
  const content = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'engine',
    clusters: [{ name: 'engine', cluster }],
    users: [{ name: certificate, user }],
    contexts: [{ name: 'engine', context: { cluster: 'engine', user: certificate } }],
  });
  // Programs watch the file, so it is not written when nothing changed.
  if (existsSync(path) && readFileSync(path, 'utf8') === content) return;
  writeFile(path, content, 0o600);
}

export function writeKubeconfigs(settings: Settings): void {
  writeKubeconfig(settings, 'admin', settings.paths.kubeconfig);
  for (const component of ['controller-manager', 'scheduler', 'kube-proxy']) {
    writeKubeconfig(settings, component, join(settings.paths.config, `${component}.kubeconfig`));
  }
}
