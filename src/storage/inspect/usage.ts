import pMap from 'p-map';
import type { Kube } from '../../kube/kube.ts';
import type { NamespacedName } from '../../kube/types.ts';

/** Returns the used bytes of a claim; undefined when no kubelet reports them. */
export type Usage = (claim: NamespacedName) => number | undefined;

interface Summary {
  pods?: { volume?: { usedBytes?: number; pvcRef?: NamespacedName }[] }[];
}

/** Timeout in milliseconds for the answer of a kubelet. */
const kubeletTimeoutMs = 5000;

/**
 * Reads the usage of the volumes on these nodes. Only a kubelet that has mounted a volume measures it. A kubelet that
 * does not answer is skipped.
 */
export async function readUsage(kube: Kube, nodes: string[], signal: AbortSignal): Promise<Usage> {
  const summaries = await pMap(
    nodes,
    async (node) => {
      const path = `/api/v1/nodes/${encodeURIComponent(node)}/proxy/stats/summary`;
      const what = `measure the volumes of node ${node}`;
      return kube.transport
        .json<Summary>({ method: 'GET', path, what, signal, timeout: kubeletTimeoutMs })
        .catch((): Summary => ({}));
    },
    { concurrency: 8 },
  );
  const known = new Map<string, number>();
  for (const { pvcRef, usedBytes } of summaries.flatMap(volumesIn))
    if (pvcRef && usedBytes !== undefined) known.set(`${pvcRef.namespace}/${pvcRef.name}`, usedBytes);
  return ({ namespace, name }) => known.get(`${namespace}/${name}`);
}

function volumesIn({ pods = [] }: Summary) {
  return pods.flatMap(({ volume }) => volume ?? []);
}
