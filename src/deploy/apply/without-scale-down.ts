import { selectorOf } from '../../core/labels.ts';
import { type ParsedManifest, writeManifest } from '../../helm/manifest.ts';
import type { Deployment, KubeObject, Manifest } from '../../kube/types.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { isManaged } from '../../rollout/objects/ownership.ts';
import type { DeployContext } from '../frame/context.ts';
import type { DeployFacts } from '../frame/facts.ts';

/** Whether the previous rollout did not finish, so that several versions may have pods. */
export function mayHaveSeveralVersions({ ends }: Pick<DeployFacts, 'ends'>): boolean {
  const last = ends.find(({ outcome }) => outcome !== 'running');
  return last !== undefined && last.outcome !== 'succeeded';
}

/**
 * The manifest to apply first after an unfinished rollout. It scales down no process of which several versions have
 * pods. When Kubernetes scales down, it deletes pods of all versions, the oldest first, whether they serve or not, and
 * the serving version may have a single pod. Once the new version serves, no other version has pods, and the real
 * manifest can be applied. Returns the given manifest when no pod is at risk.
 */
export async function withoutScaleDown(
  { kube, signal }: Pick<DeployContext, 'kube' | 'signal'>,
  spec: ReleaseSpec,
  manifest: ParsedManifest,
): Promise<ParsedManifest> {
  const deployments = await (await kube()).list<Deployment>(
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: spec.namespace,
      labelSelector: selectorOf(spec.app),
    },
    { signal },
  );
  const present = new Map(
    deployments
      .filter((each) => isManaged(each) && hasOldPods(each))
      .map((each) => [each.metadata.name, each.spec.replicas ?? 1]),
  );
  const { objects } = manifest;
  const kept = objects.map((object) => withMinReplicas(object, present));
  return kept.every((object, index) => object === objects[index]) ? manifest : writeManifest(kept);
}

/** Whether versions other than the newest have pods. */
function hasOldPods({ status }: Deployment): boolean {
  return (status?.replicas ?? 0) > (status?.updatedReplicas ?? 0);
}

function withMinReplicas(object: Manifest, present: ReadonlyMap<string, number>): Manifest {
  if (object.kind !== 'Deployment') return object;
  const { spec, metadata } = object as KubeObject as Deployment;
  const number = present.get(metadata.name) ?? 0;
  // A process that is scaled to zero needs no pods of the old version either.
  if (!spec.replicas || spec.replicas >= number) return object;
  return { ...object, spec: { ...spec, replicas: number } };
}
