import type { Settings } from '../settings.ts';
import { makeCgroup } from '../system/cgroups.ts';
import { addedNodes, cgroupRoot } from './cluster-node.ts';
import { makeNamespace, makeRoutes } from './namespace.ts';

/** Recreates the network of every added node, so that its components can be started. */
export async function startAddedNodes(settings: Settings): Promise<void> {
  for (const node of addedNodes(settings)) {
    await makeNamespace(settings, node);
    makeCgroup(cgroupRoot(settings, node));
  }
  await makeRoutes(settings);
}
