import type { Settings } from '../settings.ts';
import { makeCgroup } from '../system/cgroups.ts';
import { addedNodes, cgroupRoot } from './cluster-node.ts';
import { makeNamespace, makeRoutes } from './namespace.ts';

/** Gives every node that was ever added its network back, so that its components can be started again. */
export async function startAddedNodes(settings: Settings): Promise<void> {
  for (const node of addedNodes(settings)) {
    await makeNamespace(settings, node);
    makeCgroup(cgroupRoot(settings, node));
  }
  await makeRoutes(settings);
}
