import { join } from 'node:path';
import { charts, install } from '../charts/helm.ts';
import { kubectl } from '../charts/kubectl.ts';
import { installOnce } from '../charts/once.ts';
import { programImage } from '../images/names.ts';
import { makeCertificate } from '../pki/openssl.ts';
import { filesOf, readText } from '../system/files.ts';
import type { Addon } from './addon.ts';

const namespace = 'pebble';
const host = 'pebble.pebble.svc';

export const acmeDirectory = `https://${host}:14000/dir`;

export const pebble: Addon = {
  name: 'pebble',
  summary: `an ACME test server at ${acmeDirectory}`,
  install: async (settings) => {
    const { pki } = settings.paths;
    const alternatives = [`DNS:${host}`, `DNS:${host}.cluster.local`, 'DNS:localhost'];
    await makeCertificate(pki, 'ca', {
      name: 'pebble',
      subject: '/CN=pebble',
      usage: 'serverAuth',
      alternatives,
    });
    const values = {
      image: programImage(settings, 'pebble'),
      dnsServer: `${settings.dnsIp}:53`,
      certificate: readText(join(pki, 'pebble.crt')),
      key: readText(join(pki, 'pebble.key')),
      // The ports of the ingress that it validates challenges on.
      httpPort: settings.httpPort,
      tlsPort: settings.httpsPort,
    };
    const release = { name: 'pebble', namespace, chart: join(charts, 'pebble'), values };
    await installOnce(settings, {
      name: 'pebble',
      from: [values, filesOf(release.chart)],
      needs: [`/apis/apps/v1/namespaces/${namespace}/deployments/pebble`],
      install: async () => {
        await install(settings, release);
        return [];
      },
    });
    await kubectl(settings, [
      'rollout',
      'status',
      '--timeout=60s',
      `--namespace=${namespace}`,
      'deployment/pebble',
    ]);
  },
};
