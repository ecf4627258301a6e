import type { ProcessSpec } from '../types.ts';

/** Returns the maximum number of pods for each process type of a release. */
export function podLimits(processes: readonly ProcessSpec[]): Record<string, number> {
  return Object.fromEntries(
    processes.map((process) => [process.name, autoscalingLimit(process) ?? process.replicas]),
  );
}

/** Returns the maximum number of pods for each process type with an autoscaler. */
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
