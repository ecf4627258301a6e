import pMap from 'p-map';
import { annotation as keys } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import { refOf } from '../../kube/resources.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { listOwn } from '../../rollout/objects/ownership.ts';

const scaledObjects = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject' };
/** KEDA's own annotation, and our mark that `ps:stop` set it: the Kustomize folder may set KEDA's annotation too. */
const paused = 'autoscaling.keda.sh/paused-replicas';
const { stopped } = keys;

/** Makes KEDA keep every process of the app at zero pods. Otherwise KEDA would scale them up again. */
export async function pauseAutoscaling(kube: Kube, spec: ReleaseSpec, signal: AbortSignal): Promise<void> {
  const scaled = await scaledObjectsOf(kube, spec, signal);
  await pMap(scaled, (object) => annotate(kube, object, { [paused]: '0', [stopped]: 'true' }, signal), {
    concurrency: 4,
  });
}

/** Lets KEDA scale stopped processes again, starting at the minimum number of pods of each. */
export async function resumeAutoscaling(kube: Kube, spec: ReleaseSpec, signal: AbortSignal): Promise<void> {
  const { app, namespace, processes } = spec;
  const held = (await scaledObjectsOf(kube, spec, signal)).filter((object) => annotation(object, stopped));
  await pMap(
    held,
    async (object) => {
      const ours = annotation(object, paused) === '0';
      await annotate(kube, object, { ...(ours && { [paused]: null }), [stopped]: null }, signal);
      const { name } = object.metadata;
      const process = processes.find((each) => `${app}-${each.name}` === name);
      const least = process?.autoscaling?.scaling.minReplicaCount ?? 0;
      const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name };
      if (ours && least > 0) await kube.scale(ref, least, { signal });
    },
    { concurrency: 4 },
  );
}

async function scaledObjectsOf(
  kube: Kube,
  { app, namespace, processes }: ReleaseSpec,
  signal: AbortSignal,
): Promise<KubeObject[]> {
  if (!processes.some(({ autoscaling }) => autoscaling)) return [];
  if (!(await kube.serverSupports(scaledObjects.apiVersion, scaledObjects.kind))) return [];
  return listOwn(kube, { ...scaledObjects, namespace }, app, { signal });
}

function annotation({ metadata }: KubeObject, key: string): string | undefined {
  return metadata.annotations?.[key];
}

async function annotate(
  kube: Kube,
  object: KubeObject,
  annotations: Record<string, string | null>,
  signal: AbortSignal,
): Promise<void> {
  await kube.patch(refOf(object), { metadata: { annotations } }, { signal });
}
