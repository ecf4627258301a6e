export interface Strategy {
  type: 'RollingUpdate' | 'Recreate';
  rollingUpdate?: { maxSurge: number | string; maxUnavailable: number | string };
}

/** Old pods are deleted before new ones start. */
export const recreate: Strategy = { type: 'Recreate' };

/**
 * Returns how old pods are replaced. `max_parallel` is the number of new pods that can start at once, -1 for all;
 * default: the rule of Kubernetes. The result states that rule explicitly. The API server keeps its own defaults even
 * if these fields are omitted later, and rejects them with `Recreate`.
 */
export function strategyOf(maxParallel: number | undefined): Strategy {
  if (!maxParallel) {
    return { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } };
  }
  return {
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge: maxParallel < 0 ? '100%' : maxParallel, maxUnavailable: 0 },
  };
}
