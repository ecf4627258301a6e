import { Failure } from '../../core/failure.ts';
import { annotation, label } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import type { Pod } from '../../kube/types.ts';
import type { IngressFact } from '../../release/context.ts';
import type { IngressClass } from '../../release/routing/ingress-class.ts';

interface Controller {
  title: string;
  labels: Record<string, string>;
  container: string;
}

const traefik: Controller = {
  title: 'Traefik',
  labels: { [label.name]: 'traefik' },
  container: 'traefik',
};

/** Controller of each ingress class, found by the labels of its usual Helm chart. */
const controllers: Record<IngressClass, Controller> = {
  traefik,
  // Several controllers can serve a Gateway. Only the logs of Traefik are supported.
  gateway: traefik,
  nginx: {
    title: 'ingress-nginx',
    labels: { [label.name]: 'ingress-nginx', [label.component]: 'controller' },
    container: 'controller',
  },
};

export interface IngressPod {
  pod: Pod;
  namespace: string;
  name: string;
  container: string;
}

/** Returns the running pods of a class's controller in all namespaces, by name. Throws when no pod runs. */
export async function ingressPods(
  kube: Kube,
  ingressClass: IngressClass,
  signal: AbortSignal,
): Promise<[IngressPod, ...IngressPod[]]> {
  const { title, labels } = controllers[ingressClass];
  const [first, ...rest] = await runningPods(kube, ingressClass, signal);
  if (first) return [first, ...rest];
  throw new Failure(
    `No pod of ${title} runs in the cluster, which serves the ingress class ${ingressClass}`,
    {
      code: 'ingress.no-pods',
      hint: [
        `Check the pods of the ingress controller: kubectl get pods --all-namespaces --selector ${selector(labels)}`,
        'Choose another ingress class with: dokku scheduler-k3s:set --global ingress-class <class>',
      ],
    },
  );
}

/** Returns which pods a network policy must allow for a class's controller; undefined when no pod runs. */
export async function ingressFact(
  kube: Kube,
  ingressClass: IngressClass,
  signal: AbortSignal,
): Promise<IngressFact | undefined> {
  const running = await runningPods(kube, ingressClass, signal);
  if (running.length === 0) return undefined;
  const namespaces = [...new Set(running.map(({ namespace }) => namespace))].sort();
  return {
    pods: { namespaces, labels: controllers[ingressClass].labels },
    hostNetwork: running.some(({ pod }) => pod.spec.hostNetwork === true),
  };
}

async function runningPods(
  kube: Kube,
  ingressClass: IngressClass,
  signal: AbortSignal,
): Promise<IngressPod[]> {
  const { labels, container } = controllers[ingressClass];
  const pods = await kube.list<Pod>(
    { apiVersion: 'v1', kind: 'Pod', labelSelector: selector(labels) },
    { signal },
  );
  return (
    pods
      // A process type of an app can have the name of a controller, so its pods can have the same label.
      .filter(
        ({ metadata, status }) => status?.phase === 'Running' && !metadata.annotations?.[annotation.managed],
      )
      .map((pod) => ({
        pod,
        namespace: pod.metadata.namespace!,
        name: pod.metadata.name,
        container: (pod.spec.containers.find(({ name }) => name === container) ?? pod.spec.containers[0]!)
          .name,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  );
}

function selector(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** Whether Traefik writes an access log. Traefik does so only when its command line enables one. */
export function writesAccessLog({ pod }: IngressPod): boolean {
  const { command = [], args = [] } = pod.spec.containers[0]!;
  return [...command, ...args].some((word) => /^--accesslog(?!=false)/i.test(word));
}
