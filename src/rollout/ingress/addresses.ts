import type { Kube } from '../../kube/kube.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { IngressPod } from './controller.ts';

/** A TCP address at which an ingress controller may accept plain HTTP. */
export interface IngressAddress {
  host: string;
  port: number;
}

interface Service extends KubeObject {
  spec: { type?: string; selector?: Record<string, string>; ports?: { port: number }[] };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}

/** Container ports at which the usual charts of Traefik and ingress-nginx accept plain HTTP. */
const plainPorts = [80, 8000, 8080];

/**
 * Returns where plain HTTP reaches a controller, in the order of preference: its load balancers, the node's ports, the
 * pods themselves.
 */
export async function addressesOf(
  kube: Kube,
  pods: readonly [IngressPod, ...IngressPod[]],
  signal: AbortSignal,
): Promise<IngressAddress[]> {
  const [{ pod, namespace }] = pods;
  const services = await kube.list<Service>({ apiVersion: 'v1', kind: 'Service', namespace }, { signal });
  const { labels = {} } = pod.metadata;
  const balanced = services
    .filter(
      ({ spec: { selector, ports = [] } }) =>
        selector &&
        Object.entries(selector).every(([key, value]) => labels[key] === value) &&
        ports.some(({ port }) => port === 80),
    )
    .flatMap(({ status }) => status?.loadBalancer?.ingress ?? [])
    .flatMap(({ ip, hostname }) => ip ?? hostname ?? [])
    .map((host) => ({ host, port: 80 }));
  return [...balanced, ...pods.flatMap((each) => addressesOfPod(each))];
}

function addressesOfPod({ pod, container }: IngressPod): IngressAddress[] {
  const { hostIP, podIP } = pod.status ?? {};
  const ports = pod.spec.containers.find(({ name }) => name === container)?.ports ?? [];
  const plain = ports.filter(({ containerPort }) => plainPorts.includes(containerPort)).slice(0, 1);
  return plain.flatMap(({ containerPort, hostPort, hostIP: bound = hostIP }) => [
    ...(hostPort && bound ? [{ host: bound, port: hostPort }] : []),
    ...(podIP ? [{ host: podIP, port: containerPort }] : []),
  ]);
}
