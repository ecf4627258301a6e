import type { ServerResponse } from 'node:http';
import { builtInResource, resourcePath } from '../../../src/kube/resources.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { ApiServer, answer, type Seen } from '../kube/api-server.ts';

/**
 * A cluster without controllers. It stores objects, merges patches, and marks a deleted object with finalizers as being
 * deleted until the last finalizer is removed.
 */
export class StillCluster extends ApiServer {
  readonly #objects = new Map<string, KubeObject>();
  #version = 1;
  /** Called before each response; returns true if it has responded itself. */
  before: (seen: Seen, response: ServerResponse) => boolean = () => false;

  constructor() {
    super();
    this.handler = (seen, response) => {
      if (!this.before(seen, response)) this.#answer(seen, response);
    };
  }

  put(...objects: KubeObject[]): void {
    for (const object of objects) {
      const { namespace, name } = object.metadata;
      const uid = object.metadata.uid ?? `uid-of-${name}`;
      this.#store(pathOf(object, namespace, name), {
        ...object,
        metadata: { ...object.metadata, uid },
      });
    }
  }

  get<T extends KubeObject>(kind: string, name: string, namespace?: string): T | undefined {
    return this.#objects.get(pathOf({ apiVersion: 'v1', kind }, namespace, name)) as T | undefined;
  }

  /** Returns method, kind and name of each request that changed an object, in order. */
  get changes(): string[] {
    return this.seen
      .filter(({ method }) => method !== 'GET')
      .map(({ method, url }) => `${method} ${url.pathname.split('/').slice(-2).join('/')}`);
  }

  #store(path: string, object: KubeObject): void {
    const resourceVersion = String(this.#version++);
    this.#objects.set(path, { ...object, metadata: { ...object.metadata, resourceVersion } });
  }

  #answer({ method, url, body }: Seen, response: ServerResponse): void {
    const present = this.#objects.get(url.pathname);
    if (method === 'GET' && present) return answer(response, 200, present);
    if (method === 'GET' && /(s|ss|es)$/.test(url.pathname) && !isObject(url.pathname))
      return this.#list(url, response);
    if (!present) return answer(response, 404, { reason: 'NotFound', message: 'no such object' });
    if (method === 'PATCH') {
      const changed = merge(present, JSON.parse(body)) as KubeObject;
      const isLast = present.metadata.deletionTimestamp && !changed.metadata.finalizers?.length;
      if (isLast) this.#objects.delete(url.pathname);
      else this.#store(url.pathname, changed);
      return answer(response, 200, this.#objects.get(url.pathname) ?? changed);
    }
    if (present.metadata.finalizers?.length)
      this.#store(url.pathname, merge(present, { metadata: { deletionTimestamp: 'now' } }) as KubeObject);
    else this.#objects.delete(url.pathname);
    answer(response, 200, { kind: 'Status' });
  }

  #list({ pathname, searchParams }: URL, response: ServerResponse): void {
    // No controller changes an object, so a watch has nothing to report. It ends with the connection.
    if (searchParams.get('watch')) return void response.writeHead(200).flushHeaders();
    const name = searchParams.get('fieldSelector')?.match(/^metadata\.name=(.+)$/)?.[1];
    const labels = (searchParams.get('labelSelector') ?? '').split(',').filter(Boolean);
    const items = [...this.#objects]
      .filter(([path]) => path.slice(0, path.lastIndexOf('/')) === pathname)
      .map(([, object]) => object)
      .filter(({ metadata }) => name === undefined || metadata.name === name)
      .filter(({ metadata }) =>
        labels.every((each) => metadata.labels?.[each.split('=')[0]!] === each.split('=')[1]),
      );
    answer(response, 200, { metadata: { resourceVersion: String(this.#version) }, items });
  }
}

function pathOf(kind: { apiVersion: string; kind: string }, namespace: string | undefined, name: string) {
  return resourcePath(kind.apiVersion, builtInResource(kind)!, namespace, name);
}

/** Whether the last part of a path is the name of an object, not of a collection. */
function isObject(path: string): boolean {
  const parts = path.split('/').slice(path.startsWith('/api/') ? 3 : 4);
  return parts[0] === 'namespaces' ? parts.length !== 3 && parts.length !== 1 : parts.length > 1;
}

/** Applies a JSON merge patch, RFC 7396. */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = {
    ...(typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {}),
  };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}
