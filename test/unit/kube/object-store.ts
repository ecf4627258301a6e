import type { ServerResponse } from 'node:http';
import { type ApiServer, answer, type Seen } from './api-server.ts';

interface StoredObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string | undefined>;
    ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string }[];
    deletionTimestamp?: string;
  };
}

interface Kind {
  kind: string;
  /** The plural name in paths: `deployments`. */
  plural: string;
  namespaced: boolean;
}

/** The objects of an API server, which a test can read after the requests. Paths require that each kind is declared. */
export class ObjectStore {
  readonly #kinds: Record<string, Kind[]>;
  readonly #objects = new Map<string, StoredObject>();

  /** Handles the server's requests: version, kinds, get, list, create, apply, patch of labels and delete. */
  constructor(server: ApiServer, kinds: Record<string, Kind[]>, objects: readonly StoredObject[] = []) {
    this.#kinds = kinds;
    for (const object of objects) this.#objects.set(this.#pathOf(object), object);
    server.handler = (request, response) => this.#answer(request, response);
  }

  /** Returns all objects, sorted by path. */
  get objects(): StoredObject[] {
    return [...this.#objects].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, object]) => object);
  }

  get names(): string[] {
    return this.objects.map(({ metadata }) => metadata.name);
  }

  #pathOf({ apiVersion, kind, metadata }: StoredObject): string {
    const known = this.#kinds[apiVersion]?.find((one) => one.kind === kind);
    if (!known) throw new Error(`The test names no kind ${kind} of ${apiVersion}`);
    const place = known.namespaced ? `namespaces/${metadata.namespace}/` : '';
    return `${rootOf(apiVersion)}/${place}${known.plural}/${metadata.name}`;
  }

  #answer({ method, url, body, contentType }: Seen, response: ServerResponse): void {
    const path = url.pathname;
    const kinds = Object.entries(this.#kinds).find(([apiVersion]) => path === rootOf(apiVersion))?.[1];
    if (path === '/version') answer(response, 200, { gitVersion: 'v1' });
    else if (path === '/apis') answer(response, 200, { groups: this.#groups() });
    else if (kinds)
      answer(response, 200, {
        resources: kinds.map(({ plural, ...kind }) => ({ name: plural, verbs: ['get', 'list'], ...kind })),
      });
    else if (method === 'POST') {
      const object: StoredObject = JSON.parse(body);
      this.#objects.set(this.#pathOf(object), object);
      answer(response, 201, object);
    } else if (contentType === 'application/merge-patch+json')
      answer(response, 200, this.#label(path, JSON.parse(body).metadata.labels));
    else if (method === 'PATCH') answer(response, 200, this.#apply(path, url, JSON.parse(body)));
    else if (method === 'GET' && this.#isList(path)) answer(response, 200, this.#list(path, url));
    else if (this.#objects.has(path)) {
      answer(response, 200, this.#objects.get(path)!);
      if (method === 'DELETE') this.#objects.delete(path);
    } else answer(response, 404, { message: 'no such thing', reason: 'NotFound' });
  }

  #groups(): object[] {
    return Object.keys(this.#kinds)
      .filter((apiVersion) => apiVersion !== 'v1')
      .map((groupVersion) => ({ preferredVersion: { groupVersion } }));
  }

  /** Sets labels; null removes one. */
  #label(path: string, labels: Record<string, string | null>): StoredObject {
    const { metadata } = this.#objects.get(path)!;
    const changed = Object.entries({ ...metadata.labels, ...labels }).filter(
      (label): label is [string, string] => label[1] !== null,
    );
    metadata.labels = Object.fromEntries(changed);
    return this.#objects.get(path)!;
  }

  #apply(path: string, url: URL, object: StoredObject): StoredObject {
    if (!url.searchParams.has('dryRun')) this.#objects.set(path, object);
    return object;
  }

  #isList(path: string): boolean {
    const plurals = Object.values(this.#kinds).flatMap((kinds) => kinds.map(({ plural }) => plural));
    return plurals.includes(path.split('/').at(-1)!);
  }

  #list(path: string, url: URL): object {
    const inAllNamespaces = (at: string) => at.replace(/\/namespaces\/[^/]+/, '');
    const folder = (at: string) => at.slice(0, at.lastIndexOf('/'));
    const selected = [...this.#objects].filter(
      ([at, { metadata }]) =>
        [folder(at), inAllNamespaces(folder(at))].includes(path) &&
        isSelected(metadata.labels ?? {}, url.searchParams.get('labelSelector') ?? ''),
    );
    return { metadata: { resourceVersion: '1' }, items: selected.map(([, object]) => object) };
  }
}

function rootOf(apiVersion: string): string {
  return apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
}

/** Evaluates selectors of the forms `key=value`, `key in (a,b)`, and both joined by commas. */
function isSelected(labels: Record<string, string>, selector: string): boolean {
  const terms = selector.match(/[^\s,=]+\s+in\s+\([^)]*\)|[^,]+/g) ?? [];
  return terms.every((term) => {
    const [key, values = ''] = term.includes('(') ? term.split(/\s+in\s+/) : term.split('=');
    return values
      .replace(/[()]/g, '')
      .split(',')
      .includes(labels[key!] ?? '');
  });
}
