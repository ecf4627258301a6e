import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { EngineError } from '../system/errors.ts';
import { addedNodes, type ClusterNode, podRange } from './cluster-node.ts';

/** A network interface is named after the node, and such names are short. */
const grammar = /^[a-z][a-z0-9]{0,7}$/;
const maxAddedNodes = 9;

/** The next free number decides address and pod range of a new node. */
export function newNode(settings: Settings, name: string): ClusterNode {
  if (!grammar.test(name) || name === settings.nodeName) {
    throw new EngineError(`'${name}' is not a valid name for an added node`, {
      hint: 'use up to eight lower-case letters and digits, for example node2',
    });
  }
  const taken = new Set(addedNodes(settings).map(({ podCidr }) => podCidr));
  for (let index = 1; index <= maxAddedNodes; index += 1) {
    const podCidr = podRange(settings, index);
    if (taken.has(podCidr)) continue;
    return {
      name,
      address: follow(settings.nodeIp, index),
      podCidr,
      namespace: `${settings.instance}-${name}`,
    };
  }
  throw new EngineError(`${maxAddedNodes} added nodes exist already`, {
    hint: 'remove one with scripts/engine/engine node remove <name>',
  });
}

export function nodeFile(settings: Settings, name: string): string {
  return join(settings.paths.nodes, `${name}.json`);
}

export function isAdded(settings: Settings, name: string): boolean {
  return existsSync(nodeFile(settings, name));
}

function follow(address: string, offset: number): string {
  const parts = address.split('.').map(Number);
  return [...parts.slice(0, 3), (parts[3] ?? 0) + offset].join('.');
}
