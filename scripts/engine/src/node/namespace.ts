import { podBridge } from '../components/cni.ts';
import { masquerade } from '../network/masquerade.ts';
import type { Settings } from '../settings.ts';
import { run, tryRun } from '../system/run.ts';
import { addedNodes, type ClusterNode, firstNode } from './cluster-node.ts';

/** Creates the network of an added node, connected to the bridge that has the first node's address. */
export async function makeNamespace(settings: Settings, node: ClusterNode): Promise<void> {
  const namespace = node.namespace ?? '';
  if (await namespaceExists(namespace)) return;
  const inside = (...args: string[]) => run('ip', ['-netns', namespace, ...args]);
  await run('ip', ['netns', 'add', namespace]);
  const [outer, inner] = [`${settings.bridge}-${node.name}`.slice(0, 15), 'eth0'];
  await run('ip', ['link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', namespace]);
  await run('ip', ['link', 'set', outer, 'master', settings.bridge, 'up']);
  await inside('link', 'set', 'lo', 'up');
  await inside('address', 'add', `${node.address}/${settings.nodePrefix}`, 'dev', inner);
  await inside('link', 'set', inner, 'up');
  await inside('route', 'add', 'default', 'via', settings.nodeIp);
  await masquerade(settings, node);
  for (const sysctl of ['net.ipv4.ip_forward=1', 'net.bridge.bridge-nf-call-iptables=1']) {
    await tryRun('nsenter', [`--net=/run/netns/${namespace}`, '--', 'sysctl', '-q', '-w', sysctl]);
  }
}

/** Adds routes from every node to every other node's pods. */
export async function makeRoutes(settings: Settings): Promise<void> {
  const nodes = [firstNode(settings), ...addedNodes(settings)];
  for (const from of nodes) {
    const netns = from.namespace ? ['-netns', from.namespace] : [];
    for (const to of nodes) {
      if (to !== from) await run('ip', [...netns, 'route', 'replace', to.podCidr, 'via', to.address]);
    }
  }
}

export async function removeNamespace(settings: Settings, node: ClusterNode): Promise<void> {
  await tryRun('ip', ['route', 'delete', node.podCidr, 'via', node.address]);
  await tryRun('ip', ['link', 'delete', 'dev', `${settings.bridge}-${node.name}`.slice(0, 15)]);
  if (node.namespace && (await namespaceExists(node.namespace)))
    await run('ip', ['netns', 'delete', node.namespace]);
}

/** Must run before the bridges are deleted, since the namespaces are connected to them. */
export async function removeNamespaces(settings: Settings): Promise<void> {
  for (const node of addedNodes(settings)) await removeNamespace(settings, node);
  await tryRun('ip', ['route', 'flush', 'dev', podBridge(settings)]);
}

async function namespaceExists(name: string): Promise<boolean> {
  const { stdout } = await tryRun('ip', ['netns', 'list']);
  return stdout.split('\n').some((line) => line.split(' ')[0] === name);
}
