import { createHash } from 'node:crypto';
import { deleteObject, readObject, writeObject } from '../components/api.ts';
import type { Settings } from '../settings.ts';

/** Something that is installed into the cluster as a whole. */
export interface Part {
  name: string;
  /** Everything it is made from: a part is installed again when this has changed. */
  from: unknown;
  /** API paths of objects without which it does not work. */
  needs: string[];
  /** Returns the names of the custom resource definitions that belong to it. */
  install: () => Promise<string[]>;
}

interface Note {
  data?: { from: string; definitions: string };
}

const definitionsPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/**
 * Installs a part unless the cluster has it already. A ConfigMap records what was installed, and is deleted with the
 * cluster's data. It is missing while an installation is incomplete.
 */
export async function installOnce(settings: Settings, part: Part): Promise<void> {
  const path = `/api/v1/namespaces/kube-system/configmaps/engine-${part.name}`;
  const from = createHash('sha256').update(JSON.stringify(part.from)).digest('hex');
  if (await isInstalled(settings, path, part, from)) return;
  await deleteObject(settings, path);
  const definitions = (await part.install()).join(' ');
  const metadata = { name: `engine-${part.name}`, namespace: 'kube-system' };
  const note = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { from, definitions } };
  await writeObject(settings, path, note);
}

async function isInstalled(settings: Settings, path: string, part: Part, from: string): Promise<boolean> {
  const note = await readObject<Note>(settings, path);
  if (note?.data?.from !== from) return false;
  const [known, ...needed] = await Promise.all([
    definitionNames(settings),
    ...part.needs.map((need) => readObject<object>(settings, need)),
  ]);
  const definitions = note.data.definitions.split(' ').filter(Boolean);
  return needed.every((object) => object !== undefined) && definitions.every((name) => known.has(name));
}

async function definitionNames(settings: Settings): Promise<Set<string>> {
  const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
  const list = await readObject<{ items: { metadata: { name: string } }[] }>(
    settings,
    definitionsPath,
    accept,
  );
  return new Set(list?.items.map(({ metadata }) => metadata.name));
}
