import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { readJson } from '../system/files.ts';

/** A node of the cluster: this machine, or a network namespace on it. */
export interface ClusterNode {
  name: string;
  address: string;
  podCidr: string;
  /** The network namespace that it lives in; the first node lives in the machine's own. */
  namespace?: string;
}

export function firstNode(settings: Settings): ClusterNode {
  return { name: settings.nodeName, address: settings.nodeIp, podCidr: podRange(settings, 0) };
}

/** The nodes that were added: one file each, so that adding and removing need no common file. */
export function addedNodes(settings: Settings): ClusterNode[] {
  let names: string[] = [];
  try {
    names = readdirSync(settings.paths.nodes).filter((name) => name.endsWith('.json'));
  } catch {
    // None was ever added.
  }
  return names
    .sort()
    .map((name) => readJson<ClusterNode>(join(settings.paths.nodes, name)))
    .filter((node) => node !== undefined);
}

/** The pods of node n get the n-th /24 of the cluster's pod range. */
export function podRange(settings: Settings, index: number): string {
  const [a, b] = settings.podCidr.split('.');
  return `${a}.${b}.${index}.0/24`;
}

/** Folders of one node; sockets stay in the short run folder because their paths have a length limit. */
export function nodePaths(settings: Settings, node: ClusterNode) {
  const folder = join(settings.state, 'node', node.name);
  const run = join(settings.paths.run, node.name);
  return {
    folder,
    run,
    containerd: join(folder, 'containerd'),
    containerdSocket: join(run, 'containerd.sock'),
    containerdState: join(run, 'containerd'),
    runc: join(run, 'runc'),
    kubelet: join(folder, 'kubelet'),
    cniConfig: join(folder, 'cni'),
    addresses: join(run, 'addresses'),
    config: join(folder, 'config'),
    podLogs: join(settings.paths.logs, 'pods', node.name),
  };
}

/** The folder below every cgroup hierarchy that holds this node's pods, and nothing else. */
export function cgroupRoot(settings: Settings, node: ClusterNode): string {
  return `/${settings.instance}/${node.name}`;
}
