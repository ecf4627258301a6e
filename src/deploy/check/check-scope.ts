import pMap from 'p-map';
import { Failure } from '../../core/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import { describeRef, refOf } from '../../kube/resources.ts';
import type { KubeObject, Manifest } from '../../kube/types.ts';
import { isInterceptorGrant } from '../../release/autoscaling/interceptor-grant.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';
import { hasClusterScope } from './policy-settings.ts';

/**
 * Refuses objects outside the app's namespace, unless an administrator allowed them: the right to push does not include
 * the right to change the cluster. Returns the objects, and the failure if there are such objects. Cluster-scoped
 * objects have no namespace.
 */
export async function checkScope(
  run: PreparedRun,
  { spec }: Plan,
  objects: readonly Manifest[],
): Promise<{ located: Manifest[]; outside?: Failure }> {
  const { kube, app } = run;
  const connected = await kube();
  const located = await pMap([...objects], (object) => locate(connected, object), { concurrency: 8 });
  const outside = located.filter((object) => !isWithin(spec, object));
  if (hasClusterScope(run) || outside.length === 0) return { located };
  const failure = new Failure(`The release of ${app} has objects outside its namespace ${spec.namespace}`, {
    code: 'release.scope',
    details: outside.map((object) => {
      const ref = refOf(object);
      return ref.namespace === undefined ? `${describeRef(ref)}, which is cluster-scoped` : describeRef(ref);
    }),
    hint: [
      'Remove these objects from the Kustomize folder, commit and push again. The running version was not touched',
      `Or ask an administrator to allow these objects: dokku scheduler-k3s:set ${app} kustomize-cluster-scope true`,
    ],
  });
  return { located, outside: failure };
}

function isWithin(spec: ReleaseSpec, object: Manifest): boolean {
  return object.metadata.namespace === spec.namespace || isInterceptorGrant(object, spec);
}

async function locate(kube: Kube, object: Manifest): Promise<Manifest> {
  if (await isNamespaced(kube, object)) return object;
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** A kind that the cluster does not know is refused later, by the API server's dry run. */
async function isNamespaced(kube: Kube, object: KubeObject): Promise<boolean> {
  try {
    return await kube.isNamespaced(object);
  } catch (error) {
    if (error instanceof Failure && error.code === 'kube.unknown-kind') return true;
    throw error;
  }
}
