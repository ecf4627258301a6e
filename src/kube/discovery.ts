import { Failure } from '../core/failure.ts';
import { isNotFound } from './failure.ts';
import { builtInResource, groupPath, type Resource } from './resources.ts';
import type { Transport } from './transport.ts';
import type { Kind } from './types.ts';

interface ResourceList {
  resources: { name: string; kind: string; namespaced: boolean; verbs?: string[] }[];
}

interface GroupList {
  groups: { preferredVersion: { groupVersion: string } }[];
}

interface DiscoveredResource extends Resource {
  listable: boolean;
}

/** Finds the kinds that the server has, with one request for each group and version. */
export class Discovery {
  readonly #transport: Transport;
  readonly #groups = new Map<string, Promise<Map<string, DiscoveredResource>>>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async find(kind: Kind): Promise<Resource | undefined> {
    return builtInResource(kind) ?? (await this.#group(kind.apiVersion)).get(kind.kind);
  }

  /** Throws when the cluster does not know the kind: its definition (CRD) is missing. */
  async resource(kind: Kind): Promise<Resource> {
    const found = await this.find(kind);
    if (found) return found;
    // The kind may have been installed since the last request.
    this.#groups.delete(kind.apiVersion);
    throw new Failure(`The cluster does not know the kind ${kind.kind} (${kind.apiVersion})`, {
      code: 'kube.unknown-kind',
      hint: 'Check the spelling, or install the program that defines the kind in the cluster',
    });
  }

  /** Every kind of objects in namespaces that can be listed, in the preferred version of its group. */
  async namespaced(signal?: AbortSignal): Promise<Kind[]> {
    const what = 'list the API groups of the cluster';
    const { groups } = await this.#transport.json<GroupList>({ method: 'GET', path: '/apis', what, signal });
    const versions = ['v1', ...groups.map(({ preferredVersion }) => preferredVersion.groupVersion)];
    const found = await Promise.all(
      versions.map(async (apiVersion) =>
        [...(await this.#group(apiVersion))].map(([kind, resource]) => ({ apiVersion, kind, ...resource })),
      ),
    );
    return found
      .flat()
      .filter(({ namespaced, listable }) => namespaced && listable)
      .map(({ apiVersion, kind }) => ({ apiVersion, kind }));
  }

  #group(apiVersion: string): Promise<Map<string, DiscoveredResource>> {
    let group = this.#groups.get(apiVersion);
    if (!group) {
      group = this.#ask(apiVersion);
      this.#groups.set(apiVersion, group);
      group.catch(() => this.#groups.delete(apiVersion));
    }
    return group;
  }

  async #ask(apiVersion: string): Promise<Map<string, DiscoveredResource>> {
    try {
      const list = await this.#transport.json<ResourceList>({
        method: 'GET',
        path: groupPath(apiVersion),
        what: `list the kinds of ${apiVersion}`,
      });
      // Names with a slash are subresources, such as deployments/scale.
      const kinds = list.resources.filter(({ name }) => !name.includes('/'));
      return new Map(
        kinds.map(({ name, kind, namespaced, verbs = [] }) => [
          kind,
          { plural: name, namespaced, listable: verbs.includes('list') },
        ]),
      );
    } catch (error) {
      if (isNotFound(error)) return new Map();
      throw error;
    }
  }
}
