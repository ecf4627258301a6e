import { annotation, label, nodeRoleLabel } from '../../core/labels.ts';
import { formatQuantity, parseQuantity } from '../../core/quantity.ts';
import type { Kube } from '../../kube/kube.ts';
import type { Node, Pod } from '../../kube/types.ts';
import { type NodeHealth, nodeHealth } from './node-health.ts';
import { type CountedResource, countedResources, nanosOf, requestOf } from './pod-requests.ts';

/** Quantities of Kubernetes, and a number of pods. */
export interface NodeResources extends Record<CountedResource, string> {
  pods: number;
}

export interface NodeStatus extends NodeHealth {
  name: string;
  roles: string[];
  /** The SSH address of a node that was added over SSH; else empty. */
  remoteHost: string;
  version: string;
  /** Pods that have not finished. */
  pods: number;
  capacity: NodeResources;
  /** What new pods may still request: what the node offers to pods, without the requests of its pods. */
  free: NodeResources;
  /** RFC 3339. */
  created: string;
}

/** Pods of one page. A pod has a few kilobytes, so a page has a few megabytes at most. */
const podsOfPage = 500;

/** The sums of all pods of one node, in nanos. */
interface Usage extends Record<CountedResource, bigint> {
  pods: number;
}

/**
 * The nodes of the cluster with their pods, sorted by name: two requests, whatever the number of nodes, and one more
 * for each further page of pods.
 */
export async function listNodes(kube: Kube, signal: AbortSignal): Promise<NodeStatus[]> {
  const [nodes, usage] = await Promise.all([
    kube.list<Node>({ apiVersion: 'v1', kind: 'Node' }, { signal }),
    usageByNode(kube, signal),
  ]);
  return nodes
    .map((node) => nodeStatus(node, usage.get(node.metadata.name) ?? noUsage()))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function usageByNode(kube: Kube, signal: AbortSignal): Promise<Map<string, Usage>> {
  const usage = new Map<string, Usage>();
  // The server leaves out pods without a node and finished pods, which hold no resources.
  const fieldSelector = 'spec.nodeName!=,status.phase!=Succeeded,status.phase!=Failed';
  const pages = kube.pages<Pod>(
    { apiVersion: 'v1', kind: 'Pod', fieldSelector },
    { limit: podsOfPage, signal },
  );
  for await (const pods of pages) for (const pod of pods) addPod(usage, pod);
  return usage;
}

function addPod(usage: Map<string, Usage>, pod: Pod): void {
  const node = pod.spec.nodeName!;
  const before = usage.get(node) ?? noUsage();
  usage.set(node, {
    pods: before.pods + 1,
    cpu: before.cpu + requestOf(pod, 'cpu'),
    memory: before.memory + requestOf(pod, 'memory'),
  });
}

function noUsage(): Usage {
  return { pods: 0, cpu: 0n, memory: 0n };
}

function nodeStatus(node: Node, usage: Usage): NodeStatus {
  const { metadata, status } = node;
  return {
    name: metadata.name,
    roles: rolesOf(metadata.labels ?? {}),
    remoteHost: metadata.annotations?.[annotation.remoteHost] ?? '',
    version: status?.nodeInfo?.kubeletVersion ?? '',
    ...nodeHealth(node),
    pods: usage.pods,
    capacity: resourcesOf(status?.capacity, noUsage()),
    free: resourcesOf(status?.allocatable, usage),
    created: metadata.creationTimestamp ?? '',
  };
}

/** Any value counts: installers write `true`, an empty text, or the name of the role once more. */
function rolesOf(labels: Record<string, string>): string[] {
  const keys = Object.keys(labels).filter((key) => key.startsWith(nodeRoleLabel));
  const roles = [labels[label.nodeRole] ?? '', ...keys.map((key) => key.slice(nodeRoleLabel.length))];
  return [...new Set(roles.filter(Boolean))].sort();
}

function resourcesOf(offered: Record<string, string> = {}, used: Usage): NodeResources {
  const rest = (resource: CountedResource) => {
    const { nano, notation } = parseQuantity(offered[resource] ?? '0') ?? { nano: 0n, notation: 'decimal' };
    return formatQuantity({ nano: nano - used[resource], notation });
  };
  const [cpu, memory] = countedResources.map(rest) as [string, string];
  return { cpu, memory, pods: Number(nanosOf(offered.pods) / 10n ** 9n) - used.pods };
}
