import { cniNetwork } from '../components/cni.ts';
import type { ClusterNode } from '../node/cluster-node.ts';
import type { Settings } from '../settings.ts';
import { run } from '../system/run.ts';

/** The nftables table of one rule for all pods of a node. */
export function masqueradeTable(settings: Settings): string {
  return cniNetwork(settings);
}

/**
 * Lets pods reach what is outside their node under the node's address. One rule for their whole range: the bridge
 * plugin would write one for each pod, and every change of rules costs each start and end of a pod some time.
 */
export async function masquerade(settings: Settings, { podCidr, namespace }: ClusterNode): Promise<void> {
  const table = `table ip ${masqueradeTable(settings)}`;
  const input = `${table}
delete ${table}
${table} {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr ${podCidr} ip daddr != { ${podCidr}, 224.0.0.0/4 } masquerade
  }
}
`;
  const inside = namespace ? ['nsenter', `--net=/run/netns/${namespace}`, '--'] : [];
  const [command, ...args] = [...inside, 'nft', '--file', '-'];
  await run(command!, args, { input });
}
