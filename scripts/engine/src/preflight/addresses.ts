import { podBridge } from '../components/cni.ts';
import type { Settings } from '../settings.ts';
import { run } from '../system/run.ts';

interface Interface {
  ifname: string;
  addr_info: { local?: string; prefixlen?: number; family: string }[];
}

/** One line for every network that the engine needs and that overlaps with an interface of this machine. */
export async function takenAddresses(settings: Settings): Promise<string[]> {
  const present = JSON.parse(await run('ip', ['-json', 'address', 'show'])) as Interface[];
  const wanted: [string, string][] = [
    [`${settings.nodeIp}/${settings.nodePrefix}`, 'DOKKU_ENGINE_NODE_IP'],
    [settings.podCidr, 'DOKKU_ENGINE_POD_CIDR'],
    [settings.serviceCidr, 'DOKKU_ENGINE_SERVICE_CIDR'],
  ];
  const complaints: string[] = [];
  // Only an engine creates these. If its state folder were there, `up` would have deleted them.
  const own = [settings.bridge, podBridge(settings)];
  for (const { ifname, addr_info } of present) {
    for (const { local, prefixlen, family } of addr_info) {
      if (family !== 'inet' || !local) continue;
      for (const [network, setting] of wanted) {
        if (!overlap(`${local}/${prefixlen}`, network)) continue;
        const origin = own.includes(ifname)
          ? ', which an earlier engine left: scripts/engine/engine down deletes it'
          : '';
        complaints.push(
          `network ${network} (${setting}) overlaps with ${local}/${prefixlen} of interface ${ifname}${origin}`,
        );
      }
    }
  }
  return complaints;
}

function overlap(one: string, other: string): boolean {
  const [a, b] = [one, other].map(parse) as [Network, Network];
  const shift = 32 - Math.min(a.length, b.length);
  // Not a bit shift, which would stop at 31 and know signs.
  return Math.floor(a.address / 2 ** shift) === Math.floor(b.address / 2 ** shift);
}

interface Network {
  address: number;
  length: number;
}

function parse(text: string): Network {
  const [address = '', length = '32'] = text.split('/');
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { address: value, length: Number(length) };
}
