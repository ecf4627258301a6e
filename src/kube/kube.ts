import { Discovery } from './discovery.ts';
import { isNotFound } from './failure.ts';
import { describeRef, refOf, resourcePath } from './resources.ts';
import type { Transport } from './transport.ts';
import type { Kind, KubeObject, Ref } from './types.ts';

/** The field manager under which the server records our fields. */
const fieldManager = 'dokku';

/** Selects objects of a kind. Without `namespace`, the objects of all namespaces. */
export interface Selector extends Kind {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

export interface Listing<T> {
  items: T[];
  resourceVersion: string;
  /** Names the next page to the server; undefined after the last one. */
  next?: string;
}

export interface CallOptions {
  signal?: AbortSignal;
}

export interface ReadOptions extends CallOptions {
  /** The server sends only the metadata. */
  metadataOnly?: boolean;
}

/** One page of a list. */
interface PageOptions extends ReadOptions {
  limit?: number;
  /** `next` of the page before; absent for the first page. */
  continue?: string;
}

export interface WriteOptions extends CallOptions {
  /** The server checks the request and answers as if it had written the object. */
  dryRun?: boolean;
  /** The field manager; default: our own. */
  manager?: string;
}

/** One API server. Every method throws `KubeFailure`. A missing object is `undefined` or `false` by the type. */
export class Kube {
  readonly transport: Transport;
  readonly #discovery: Discovery;

  constructor(transport: Transport) {
    this.transport = transport;
    this.#discovery = new Discovery(transport);
  }

  /** Address of the API server. */
  get server(): string {
    return this.transport.server;
  }

  /** The server's version, such as `v1.34.4`: the cheapest request that shows whether the server answers. */
  async version(options: CallOptions = {}): Promise<string> {
    const what = 'get the version of the server';
    const info = await this.transport.json<{ gitVersion: string }>({
      method: 'GET',
      path: '/version',
      what,
      ...options,
    });
    return info.gitVersion;
  }

  async serverSupports(apiVersion: string, kind: string): Promise<boolean> {
    return (await this.#discovery.find({ apiVersion, kind })) !== undefined;
  }

  /** Whether objects of the kind live in namespaces. */
  async isNamespaced(kind: Kind): Promise<boolean> {
    return (await this.#discovery.resource(kind)).namespaced;
  }

  /** Every kind of objects in namespaces that can be listed. */
  async namespacedKinds({ signal }: CallOptions = {}): Promise<Kind[]> {
    return this.#discovery.namespaced(signal);
  }

  async get<T extends KubeObject>(ref: Ref, options: ReadOptions = {}): Promise<T | undefined> {
    const { apiVersion, kind } = ref;
    try {
      const object = await this.transport.json<T>({
        method: 'GET',
        path: await this.path(ref),
        accept: options.metadataOnly ? metadataOf('PartialObjectMetadata') : undefined,
        what: `get ${describeRef(ref)}`,
        signal: options.signal,
      });
      return { ...object, apiVersion, kind };
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async list<T extends KubeObject>(selector: Selector, options: ReadOptions = {}): Promise<T[]> {
    return (await this.listing<T>(selector, options)).items;
  }

  /** The objects of a large collection, `limit` at a time, so that the answers of the server stay small. */
  async *pages<T extends KubeObject>(
    selector: Selector,
    options: ReadOptions & { limit: number },
  ): AsyncGenerator<T[]> {
    let next: string | undefined;
    do {
      const page = await this.listing<T>(selector, { ...options, continue: next });
      yield page.items;
      next = page.next;
    } while (next);
  }

  /** A list with its resource version, from which a watch can continue. */
  async listing<T extends KubeObject>(selector: Selector, options: PageOptions = {}): Promise<Listing<T>> {
    const { apiVersion, kind, namespace, labelSelector, fieldSelector } = selector;
    const list = await this.transport.json<{
      metadata: { resourceVersion: string; continue?: string };
      items: T[] | null;
    }>({
      method: 'GET',
      path: await this.collectionPath(selector),
      query: { labelSelector, fieldSelector, limit: options.limit, continue: options.continue },
      accept: options.metadataOnly ? metadataOf('PartialObjectMetadataList') : undefined,
      what: `list objects of kind ${kind}${namespace ? ` in namespace ${namespace}` : ''}`,
      signal: options.signal,
    });
    // The server omits the kind of the items, or sends the kind of metadata. A missing list is null.
    const items = (list.items ?? []).map((item) => ({ ...item, apiVersion, kind }));
    return { items, resourceVersion: list.metadata.resourceVersion, next: list.metadata.continue };
  }

  async create<T extends KubeObject>(object: T, options: WriteOptions = {}): Promise<T> {
    return this.transport.json<T>({
      method: 'POST',
      path: await this.collectionPath({
        ...refOf(object),
        namespace: object.metadata.namespace ?? 'default',
      }),
      query: { fieldManager, fieldValidation: 'Strict', ...dryRun(options) },
      body: object,
      what: `create ${describeRef(refOf(object))}`,
      signal: options.signal,
    });
  }

  /** Server-side apply. The fields of `object` become ours, even when another manager set them. */
  async apply<T extends KubeObject>(object: T, options: WriteOptions = {}): Promise<T> {
    const ref = refOf(object);
    return this.transport.json<T>({
      method: 'PATCH',
      path: await this.path(ref),
      query: {
        fieldManager: options.manager ?? fieldManager,
        force: true,
        fieldValidation: 'Strict',
        ...dryRun(options),
      },
      body: object,
      contentType: 'application/apply-patch+yaml',
      what: `apply ${describeRef(ref)}`,
      signal: options.signal,
    });
  }

  /** JSON merge patch: `null` removes a field, and a list replaces the whole list. */
  async patch<T extends KubeObject>(ref: Ref, change: object, options: WriteOptions = {}): Promise<T> {
    return this.transport.json<T>({
      method: 'PATCH',
      path: await this.path(ref),
      query: { fieldManager, ...dryRun(options) },
      body: change,
      contentType: 'application/merge-patch+json',
      what: `change ${describeRef(ref)}`,
      signal: options.signal,
    });
  }

  /** Sets the number of replicas through the scale subresource. */
  async scale(ref: Ref, replicas: number, options: WriteOptions = {}): Promise<void> {
    await this.transport.json({
      method: 'PATCH',
      path: await this.path(ref, 'scale'),
      query: { fieldManager, ...dryRun(options) },
      body: { spec: { replicas } },
      contentType: 'application/merge-patch+json',
      what: `scale ${describeRef(ref)} to ${replicas}`,
      signal: options.signal,
    });
  }

  /** False when the object is missing. Dependants are deleted in the background, or as `propagation` requests. */
  async delete(
    ref: Ref,
    options: CallOptions & {
      propagation?: 'Background' | 'Foreground' | 'Orphan';
      gracePeriodSeconds?: number;
    } = {},
  ): Promise<boolean> {
    const { propagation = 'Background', gracePeriodSeconds, signal } = options;
    try {
      await this.transport.json({
        method: 'DELETE',
        path: await this.path(ref),
        query: { propagationPolicy: propagation, gracePeriodSeconds },
        what: `delete ${describeRef(ref)}`,
        signal,
      });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  async path(ref: Ref, subresource?: string): Promise<string> {
    const resource = await this.#discovery.resource(ref);
    return resourcePath(ref.apiVersion, resource, ref.namespace ?? 'default', ref.name, subresource);
  }

  async collectionPath(selector: Selector): Promise<string> {
    return resourcePath(selector.apiVersion, await this.#discovery.resource(selector), selector.namespace);
  }
}

function metadataOf(kind: string): string {
  return `application/json;as=${kind};g=meta.k8s.io;v=v1`;
}

function dryRun(options: WriteOptions): { dryRun?: 'All' } {
  return options.dryRun ? { dryRun: 'All' } : {};
}
