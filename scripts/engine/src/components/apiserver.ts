import { join } from 'node:path';
import { binary } from '../build/cache.ts';
import type { Settings } from '../settings.ts';
import type { Component } from './component.ts';
import { apiOk } from './probe.ts';

export function apiserver(settings: Settings): Component {
  const { paths } = settings;
  const pki = (file: string) => join(paths.pki, file);
  return {
    name: 'kube-apiserver',
    needs: ['etcd'],
    command: binary(settings, 'hyperkube'),
    args: [
      'kube-apiserver',
      `--etcd-servers=unix://${paths.etcdSocket}`,
      `--bind-address=${settings.nodeIp}`,
      `--advertise-address=${settings.nodeIp}`,
      `--secure-port=${settings.apiPort}`,
      `--service-cluster-ip-range=${settings.serviceCidr}`,
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      '--allow-privileged=true',
      `--client-ca-file=${pki('ca.crt')}`,
      `--tls-cert-file=${pki('apiserver.crt')}`,
      `--tls-private-key-file=${pki('apiserver.key')}`,
      `--kubelet-certificate-authority=${pki('ca.crt')}`,
      `--kubelet-client-certificate=${pki('apiserver-kubelet-client.crt')}`,
      `--kubelet-client-key=${pki('apiserver-kubelet-client.key')}`,
      '--kubelet-preferred-address-types=InternalIP',
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-key-file=${pki('service-accounts.pub')}`,
      `--service-account-signing-key-file=${pki('service-accounts.key')}`,
      ...aggregation(pki),
      // There is one API server, so connections cannot move to another.
      '--shutdown-delay-duration=0s',
      '--profiling=false',
    ],
    ready: () => apiOk(settings, '/readyz'),
    grace: 5000,
  };
}

/** What metrics-server and other API extensions need to be reached and to trust who asks. */
function aggregation(pki: (file: string) => string): string[] {
  return [
    `--requestheader-client-ca-file=${pki('front-proxy-ca.crt')}`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    `--proxy-client-cert-file=${pki('front-proxy.crt')}`,
    `--proxy-client-key-file=${pki('front-proxy.key')}`,
    '--enable-aggregator-routing=true',
  ];
}
