import type { ClusterNode } from '../node/cluster-node.ts';
import { nodePaths } from '../node/cluster-node.ts';
import type { Settings } from '../settings.ts';

/** The pod network: one bridge per node, addresses from the node's range, host ports by nftables. */
export function cniConfig(settings: Settings, node: ClusterNode): string {
  const bridge = {
    type: 'bridge',
    bridge: podBridge(settings),
    isGateway: true,
    hairpinMode: true,
    ipam: {
      type: 'host-local',
      dataDir: nodePaths(settings, node).addresses,
      ranges: [[{ subnet: node.podCidr }]],
      routes: [{ dst: '0.0.0.0/0' }],
    },
  };
  const portmap = { type: 'portmap', capabilities: { portMappings: true }, backend: 'nftables', snat: true };
  const config = { cniVersion: '1.0.0', name: cniNetwork(settings), plugins: [bridge, portmap] };
  return `${JSON.stringify(config, null, 2)}\n`;
}

export function cniNetwork(settings: Settings): string {
  return `${settings.instance}-pods`;
}

export function podBridge(settings: Settings): string {
  return `${settings.bridge}-pods`;
}
