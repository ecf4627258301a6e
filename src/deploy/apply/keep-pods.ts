import { selectorOf } from '../../core/labels.ts';
import { type ParsedManifest, writeManifest } from '../../helm/manifest.ts';
import type { Deployment, KubeObject, Manifest } from '../../kube/types.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { isManaged } from '../../rollout/objects/ownership.ts';
import type { DeployContext } from '../frame/context.ts';
import type { DeployFacts } from '../frame/facts.ts';

/** Whether the rollout before did not come to its end, so that several versions may have pods. */
export function mayHaveSeveralVersions({ ends }: Pick<DeployFacts, 'ends'>): boolean {
  const last = ends.find(({ outcome }) => outcome !== 'running');
  return last !== undefined && last.outcome !== 'succeeded';
}

/**
 * The manifest to begin with where a rollout before has not come to its end: no process of which several versions have
 * pods gets fewer of them yet. Kubernetes takes what is too many from all versions alike, from the oldest first,
 * whether they serve or not, and the one that serves may have a single pod. When the new version serves, no other has
 * pods, and the manifest itself can follow. The same manifest when nothing is in danger.
 */
export async function keepPods(
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
      .filter((each) => isManaged(each) && isMixed(each))
      .map((each) => [each.metadata.name, each.spec.replicas ?? 1]),
  );
  const { objects } = manifest;
  const kept = objects.map((object) => withAtLeast(object, present));
  return kept.every((object, index) => object === objects[index]) ? manifest : writeManifest(kept);
}

/** Whether there are pods of other versions beside those of the newest. */
function isMixed({ status }: Deployment): boolean {
  return (status?.replicas ?? 0) > (status?.updatedReplicas ?? 0);
}

function withAtLeast(object: Manifest, present: ReadonlyMap<string, number>): Manifest {
  if (object.kind !== 'Deployment') return object;
  const { spec, metadata } = object as KubeObject as Deployment;
  const number = present.get(metadata.name) ?? 0;
  // Who wants none wants none of the old version either.
  if (!spec.replicas || spec.replicas >= number) return object;
  return { ...object, spec: { ...spec, replicas: number } };
}
