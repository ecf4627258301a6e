import { parseQuantity } from '../../core/quantity.ts';
import type { Container, Pod } from '../../kube/types.ts';

/** Resources that are counted: by the names of Kubernetes. */
export const countedResources = ['cpu', 'memory'] as const;
export type CountedResource = (typeof countedResources)[number];

/**
 * The amount of a resource, in nanos, that the scheduler reserves on the node of a pod. Init containers run one after
 * the other and before the containers, so only the largest of them counts; one that is restarted (a sidecar) runs
 * beside all that follow. Source of the rule: the page "Init Containers" of Kubernetes, section "Resource sharing".
 */
export function requestOf({ spec }: Pod, resource: CountedResource): bigint {
  let sidecars = 0n;
  let peak = 0n;
  for (const container of spec.initContainers ?? []) {
    const request = requestOfContainer(container, resource);
    if (container.restartPolicy === 'Always') sidecars += request;
    peak = largest(peak, container.restartPolicy === 'Always' ? sidecars : sidecars + request);
  }
  const running = spec.containers.reduce(
    (sum, container) => sum + requestOfContainer(container, resource),
    sidecars,
  );
  const ofPod = spec.resources?.requests?.[resource];
  const needed = ofPod === undefined ? largest(peak, running) : nanosOf(ofPod);
  return needed + nanosOf(spec.overhead?.[resource]);
}

/** A quantity in nanos; 0 for an absent one. */
export function nanosOf(text: string | undefined): bigint {
  return (text === undefined ? undefined : parseQuantity(text)?.nano) ?? 0n;
}

function requestOfContainer(container: Container, resource: CountedResource): bigint {
  return nanosOf(container.resources?.requests?.[resource]);
}

function largest(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
