import { Cancelled } from '../../core/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import type { IngressPod } from './controller.ts';
import { routerPattern } from './routers.ts';
import type { IngressTarget } from './target.ts';

/** Running configuration of Traefik by name, as its API reports it. Source: `/api/rawdata`. */
export interface RawData {
  routers?: Record<string, { service?: string; middlewares?: string[] }>;
  services?: Record<string, object>;
  middlewares?: Record<string, object>;
}

/**
 * Reads the running configuration of Traefik. The request goes through the API server, because the port is open only
 * inside the cluster. Undefined when Traefik's API does not answer.
 */
export async function readTraefikConfig(
  kube: Kube,
  { pod, namespace, name }: IngressPod,
  signal: AbortSignal,
): Promise<RawData | undefined> {
  try {
    return await kube.transport.json<RawData>({
      method: 'GET',
      path: `/api/v1/namespaces/${namespace}/pods/${name}:${apiPort(pod)}/proxy/api/rawdata`,
      what: `read the routers of ${name}`,
      signal,
      timeout: 5000,
    });
  } catch (error) {
    // The API is disabled, uses an unknown port or requires a login. The caller then shows the objects in the cluster.
    if (error instanceof Cancelled) throw error;
    return undefined;
  }
}

/**
 * Returns the port of the entry point `traefik`, which serves the API when the API has no route of its own.
 */
function apiPort({ spec }: IngressPod['pod']): number {
  const args = spec.containers.flatMap(({ command = [], args = [] }) => [...command, ...args]);
  const port = args.join('\n').match(/^--entrypoints\.traefik\.address=\S*:(\d+)/im)?.[1];
  return Number(port ?? 8080);
}

/** Returns the routers of the app with the services and middlewares that they use. */
export function selectAppConfig(target: IngressTarget, data: RawData): Required<RawData> {
  const own = new RegExp(`^${routerPattern(target)}$`);
  const routers = pick(data.routers, (name) => own.test(name));
  const used = Object.entries(routers).flatMap(([name, { service, middlewares = [] }]) =>
    // A name without a provider belongs to the provider of the router.
    [service ?? '', ...middlewares].map((each) =>
      each.includes('@') ? each : `${each}@${name.split('@')[1]}`,
    ),
  );
  return {
    routers,
    services: pick(data.services, (name) => used.includes(name)),
    middlewares: pick(data.middlewares, (name) => used.includes(name)),
  };
}

function pick<T>(all: Record<string, T> = {}, wanted: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted(name)));
}
