export interface Strategy {
  type: 'RollingUpdate' | 'Recreate';
  rollingUpdate?: { maxSurge: number | string; maxUnavailable: number | string };
}

/** Old pods are deleted before new ones start. */
export const recreate: Strategy = { type: 'Recreate' };

/**
 * How old pods are replaced. `max_parallel` is how many new ones may start at once, -1 for all; default: Kubernetes'
 * own rule. That rule is written out: the server keeps values that it filled in itself when they are
 * left out later, and then refuses them beside `Recreate`.
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
