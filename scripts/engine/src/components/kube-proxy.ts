import { join } from 'node:path';
import { stringify } from 'yaml';
import { binary } from '../build/cache.ts';
import type { ClusterNode } from '../node/cluster-node.ts';
import { nodePaths } from '../node/cluster-node.ts';
import type { Settings } from '../settings.ts';
import { writeFile } from '../system/files.ts';
import type { Component } from './component.ts';
import { inNamespace } from './namespace.ts';
import { httpOk } from './probe.ts';

export function kubeProxy(settings: Settings, node: ClusterNode): Component {
  const config = join(nodePaths(settings, node).config, 'kube-proxy.yaml');
  writeFile(
    config,
    stringify({
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      mode: 'nftables',
      hostnameOverride: node.name,
      bindAddress: node.address,
      healthzBindAddress: `${node.address}:10256`,
      metricsBindAddress: `${node.address}:10249`,
      clusterCIDR: settings.podCidr,
      clientConnection: { kubeconfig: join(settings.paths.config, 'kube-proxy.kubeconfig') },
      // A new version of an app is reachable as soon as its pods are.
      nftables: { minSyncPeriod: '100ms', syncPeriod: '30s' },
      // The machine's connection table is left as it is.
      conntrack: { maxPerCore: 0, min: 0 },
    }),
  );
  return inNamespace(node, {
    name: `kube-proxy-${node.name}`,
    needs: ['kube-apiserver'],
    command: binary(settings, 'hyperkube'),
    args: ['kube-proxy', `--config=${config}`],
    ready: () => httpOk(`http://${node.address}:10256/livez`),
    grace: 3000,
  });
}
