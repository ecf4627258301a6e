import pMap from 'p-map';
import { Failure } from '../../core/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import type { KubeObject, Ref } from '../../kube/types.ts';

/** From this number of objects of one kind, one list request costs less than one request per object. */
const minObjectsForList = 3;

/**
 * The existing objects among those to be written, in their order, with their metadata only. Most of them match
 * `labelSelector` and are found by one list per kind. The others are requested by name.
 */
export async function presentObjects(
  kube: Kube,
  refs: readonly Ref[],
  labelSelector: string,
  signal: AbortSignal,
): Promise<(KubeObject | undefined)[]> {
  const groups = Object.values(Object.groupBy(refs, locationOf)).filter((group) => group !== undefined);
  const listed = new Map<string, KubeObject>();
  await pMap(
    groups.filter(({ length }) => length >= minObjectsForList),
    async ([first]) => {
      const { apiVersion, kind, namespace } = first!;
      const selector = { apiVersion, kind, namespace, labelSelector };
      const found = await unlessUnknown(() => kube.list(selector, { signal, metadataOnly: true }));
      for (const object of found ?? []) listed.set(`${locationOf(first!)} ${object.metadata.name}`, object);
    },
    { concurrency: 8 },
  );
  return pMap(
    refs,
    async (ref) =>
      listed.get(`${locationOf(ref)} ${ref.name}`) ??
      unlessUnknown(() => kube.get(ref, { signal, metadataOnly: true })),
    { concurrency: 8 },
  );
}

function locationOf({ apiVersion, kind, namespace = '' }: Ref): string {
  return `${apiVersion} ${kind} ${namespace}`;
}

/** When the cluster does not know a kind, no object of that kind exists. The dry run reports the kind. */
async function unlessUnknown<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Failure && error.code === 'kube.unknown-kind') return undefined;
    throw error;
  }
}
