import type { ClusterNode } from '../node/cluster-node.ts';
import type { Component } from './component.ts';

/**
 * Runs a component of an added node in that node's network. `ip netns exec` would do the same but hides
 * the cgroup mounts, without which a kubelet does not start.
 */
export function inNamespace(node: ClusterNode, component: Component): Component {
  if (!node.namespace) return component;
  const enter = [`--net=/run/netns/${node.namespace}`, '--', component.command];
  return { ...component, command: 'nsenter', args: [...enter, ...component.args] };
}
