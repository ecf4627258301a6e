import type { ProcessSpec } from '../types.ts';

/** The most pods that each process type of a release may have. */
export function podLimits(processes: readonly ProcessSpec[]): Record<string, number> {
  return Object.fromEntries(
    processes.map((process) => [process.name, autoscalingLimit(process) ?? process.replicas]),
  );
}

/** The most pods that an autoscaler may run for each process type that it scales. */
export function autoscalingLimits(processes: readonly ProcessSpec[]): Record<string, number> {
  return Object.fromEntries(
    processes.flatMap((process) => {
      const limit = autoscalingLimit(process);
      return limit === undefined ? [] : [[process.name, limit]];
    }),
  );
}

function autoscalingLimit({ autoscaling }: ProcessSpec): number | undefined {
  return autoscaling?.scaling.maxReplicaCount;
}
