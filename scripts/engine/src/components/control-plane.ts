import { join } from 'node:path';
import { binary } from '../build/cache.ts';
import type { Settings } from '../settings.ts';
import type { Component } from './component.ts';
import { tlsOk } from './probe.ts';

export function controllerManager(settings: Settings): Component {
  const pki = (file: string) => join(settings.paths.pki, file);
  return {
    name: 'kube-controller-manager',
    needs: ['kube-apiserver'],
    command: binary(settings, 'hyperkube'),
    args: [
      'kube-controller-manager',
      ...common(settings, 'controller-manager'),
      `--cluster-cidr=${settings.podCidr}`,
      `--service-cluster-ip-range=${settings.serviceCidr}`,
      // The engine gives each node its pod range itself, together with the routes to it.
      '--allocate-node-cidrs=false',
      `--cluster-signing-cert-file=${pki('ca.crt')}`,
      `--cluster-signing-key-file=${pki('ca.key')}`,
      `--root-ca-file=${pki('ca.crt')}`,
      `--service-account-private-key-file=${pki('service-accounts.key')}`,
      '--use-service-account-credentials=true',
      `--flex-volume-plugin-dir=${join(settings.state, 'volume-plugins')}`,
      // The defaults are minutes; a person who tries out the loss of a node waits for it.
      '--node-monitor-grace-period=20s',
      '--horizontal-pod-autoscaler-sync-period=5s',
    ],
    ready: () => tlsOk(10257),
    grace: 3000,
  };
}

export function scheduler(settings: Settings): Component {
  return {
    name: 'kube-scheduler',
    needs: ['kube-apiserver'],
    command: binary(settings, 'hyperkube'),
    args: ['kube-scheduler', ...common(settings, 'scheduler')],
    ready: () => tlsOk(10259),
    grace: 3000,
  };
}

function common(settings: Settings, name: string): string[] {
  const kubeconfig = join(settings.paths.config, `${name}.kubeconfig`);
  return [
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    '--bind-address=127.0.0.1',
    // There is one of each, and waiting for the lease of one that died would only cost time.
    '--leader-elect=false',
    // The default, 20 requests a second, is for clusters that others share.
    '--kube-api-qps=200',
    '--kube-api-burst=400',
    '--profiling=false',
  ];
}
