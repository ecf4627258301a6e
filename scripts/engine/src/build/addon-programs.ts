import type { Program } from './program.ts';

const keda = 'github.com/kedacore/keda/v2';
const certManager = 'github.com/cert-manager/cert-manager';

export const addonPrograms: Program[] = [
  {
    name: 'keda',
    version: '2.20.2',
    addon: 'keda',
    isApart: true,
    binaries: {
      'keda-operator': `${keda}/cmd/operator`,
      'keda-adapter': `${keda}/cmd/adapter`,
      'keda-webhooks': `${keda}/cmd/webhooks`,
    },
    ldflags: [`-X ${keda}/version.Version=v2.20.2`],
    // Cron triggers name time zones, which an image without a system does not have.
    tags: ['timetzdata'],
    files: { config: { module: keda, path: 'config' } },
    work: 1666,
    packages: 2480,
  },
  {
    name: 'cert-manager',
    version: '1.21.2',
    addon: 'cert-manager',
    isApart: true,
    binaries: { 'cert-manager': '.' },
    images: {
      'cert-manager-controller': ['/cert-manager', 'controller'],
      'cert-manager-acmesolver': ['/cert-manager', 'acmesolver'],
    },
    ldflags: [`-X ${certManager}/pkg/util.AppVersion=v1.21.2`],
    files: { chart: { module: certManager, path: 'deploy/charts/cert-manager' } },
    work: 613,
    packages: 1157,
  },
  {
    name: 'pebble',
    version: '2.10.1',
    addon: 'pebble',
    isApart: true,
    binaries: { pebble: 'github.com/letsencrypt/pebble/v2/cmd/pebble' },
    work: 10,
    packages: 16,
  },
];
