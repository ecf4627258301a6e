import type { ClusterNode } from '../node/cluster-node.ts';
import { addedNodes, firstNode } from '../node/cluster-node.ts';
import type { Settings } from '../settings.ts';
import { apiserver } from './apiserver.ts';
import { buildkit } from './buildkit.ts';
import type { Component } from './component.ts';
import { containerd } from './containerd.ts';
import { controllerManager, scheduler } from './control-plane.ts';
import { etcd } from './etcd.ts';
import { kubeProxy } from './kube-proxy.ts';
import { kubelet } from './kubelet.ts';
import { registry } from './registry.ts';

/** Everything that is to run now: the fixed part, and three components for every node. */
export function allComponents(settings: Settings): Component[] {
  return [
    etcd(settings),
    registry(settings),
    buildkit(settings),
    apiserver(settings),
    controllerManager(settings),
    scheduler(settings),
    ...[firstNode(settings), ...addedNodes(settings)].flatMap((node) => nodeComponents(settings, node)),
  ];
}

function nodeComponents(settings: Settings, node: ClusterNode): Component[] {
  return [containerd(settings, node), kubelet(settings, node), kubeProxy(settings, node)];
}
