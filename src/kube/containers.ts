import { annotation } from '../core/labels.ts';
import type { Container, ContainerStatus, Pod } from './types.ts';

export interface PodContainer {
  name: string;
  /** Runs before the app's own containers. */
  init: boolean;
  spec: Container | undefined;
  status: ContainerStatus | undefined;
}

/** All containers of a pod with their status, in the order in which they start: init containers first. */
export function containersOf(pod: Pod): PodContainer[] {
  const join = (specs: Container[] | undefined, statuses: ContainerStatus[] | undefined, init: boolean) =>
    (specs ?? []).map((spec) => ({
      name: spec.name,
      init,
      spec,
      status: statuses?.find(({ name }) => name === spec.name),
    }));
  return [
    ...join(pod.spec.initContainers, pod.status?.initContainerStatuses, true),
    ...join(pod.spec.containers, pod.status?.containerStatuses, false),
  ];
}

/** The container for `enter`, `logs` and `run`: the annotated one, else the first. */
export function defaultContainer(pod: Pod): string {
  const annotated = pod.metadata.annotations?.[annotation.defaultContainer];
  return annotated ?? pod.spec.containers[0]!.name;
}

/** Whether no container of the pod will run again. */
export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}
