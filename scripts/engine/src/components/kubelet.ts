import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { binary } from '../build/cache.ts';
import type { ClusterNode } from '../node/cluster-node.ts';
import { cgroupRoot, nodePaths } from '../node/cluster-node.ts';
import { writeKubeconfig } from '../pki/kubeconfig.ts';
import type { Settings } from '../settings.ts';
import { writeFile } from '../system/files.ts';
import type { Component } from './component.ts';
import { inNamespace } from './namespace.ts';
import { httpOk } from './probe.ts';

export function kubelet(settings: Settings, node: ClusterNode): Component {
  const paths = nodePaths(settings, node);
  mkdirSync(paths.podLogs, { recursive: true });
  const kubeconfig = join(paths.config, 'kubelet.kubeconfig');
  writeKubeconfig(settings, `node-${node.name}`, kubeconfig);
  const config = join(paths.config, 'kubelet.yaml');
  writeFile(config, stringify(kubeletConfig(settings, node)));
  return inNamespace(node, {
    name: `kubelet-${node.name}`,
    needs: ['kube-apiserver', `containerd-${node.name}`],
    command: binary(settings, 'hyperkube'),
    args: [
      'kubelet',
      `--config=${config}`,
      `--kubeconfig=${kubeconfig}`,
      `--root-dir=${paths.kubelet}`,
      `--cert-dir=${join(paths.kubelet, 'pki')}`,
      `--hostname-override=${node.name}`,
      `--node-ip=${node.address}`,
    ],
    ready: () => httpOk(`http://${node.address}:10248/healthz`),
    grace: 5000,
  });
}

function kubeletConfig(settings: Settings, node: ClusterNode): object {
  const paths = nodePaths(settings, node);
  const pki = (file: string) => join(settings.paths.pki, file);
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: node.address,
    healthzBindAddress: node.address,
    readOnlyPort: 0,
    tlsCertFile: pki(`node-${node.name}.crt`),
    tlsPrivateKeyFile: pki(`node-${node.name}.key`),
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: pki('ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    clusterDomain: 'cluster.local',
    clusterDNS: [settings.dnsIp],
    containerRuntimeEndpoint: `unix://${paths.containerdSocket}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: cgroupRoot(settings, node),
    failSwapOn: false,
    podLogsDir: paths.podLogs,
    containerLogMaxSize: '10Mi',
    volumePluginDir: join(paths.kubelet, 'volume-plugins'),
    // kube-proxy and the pod network use nftables; `down` would have to delete these chains.
    makeIPTablesUtilChains: false,
    maxPods: 250,
    serializeImagePulls: false,
    registryPullQPS: 0,
    // Zero is not 'no limit' here but the client's default of five a second, and events then come a minute late.
    eventRecordQPS: 500,
    eventBurst: 500,
    kubeAPIQPS: 100,
    kubeAPIBurst: 200,
    // The machine's disk is shared with other work: only a really full one counts.
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
    imageGCHighThresholdPercent: 99,
    imageGCLowThresholdPercent: 98,
  };
}
