import { cniNetwork } from '../components/cni.ts';
import type { ClusterNode } from '../node/cluster-node.ts';
import type { Settings } from '../settings.ts';
import { run } from '../system/run.ts';

/**
 * Lets pods reach what is outside their node under the node's address. One rule for their whole range: the bridge
 * plugin would write one for each pod, and every change of rules costs each start and end of a pod some time. The table
 * has the network's name.
 */
export async function masquerade(settings: Settings, { podCidr, namespace }: ClusterNode): Promise<void> {
  const table = `table ip ${cniNetwork(settings)}`;
  const input = `${table}
delete ${table}
${table} {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr ${podCidr} ip daddr != { ${podCidr}, 224.0.0.0/4 } masquerade
  }
}
`;
  const nft = ['nft', '--file', '-'] as const;
  if (namespace) await run('nsenter', [`--net=/run/netns/${namespace}`, '--', ...nft], { input });
  else await run(nft[0], nft.slice(1), { input });
}
