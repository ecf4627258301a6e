import { Failure } from '../core/failure.ts';
import {
  clusterTriggerManifests,
  triggerAuthPlugin,
  triggerAuthValues,
} from '../release/autoscaling/trigger-auth.ts';
import { ensureNamespace } from '../rollout/objects/namespace.ts';
import { GLOBAL } from '../state/scope.ts';
import type { ClusterContext } from './context.ts';

const kind = { apiVersion: 'keda.sh/v1alpha1', kind: 'ClusterTriggerAuthentication' };

/** Applies the global credentials of a trigger type to the cluster, or deletes them when none are stored. */
export async function applyClusterTriggerAuth(context: ClusterContext, trigger: string): Promise<void> {
  const { store, signal } = context;
  const kube = await context.kube();
  if (!(await kube.serverSupports(kind.apiVersion, kind.kind))) {
    throw new Failure('The credentials were saved, but KEDA is not installed in the cluster', {
      code: 'keda.missing',
      hint: 'Install KEDA, then run this command again',
    });
  }
  const values = triggerAuthValues(store.secrets.all(GLOBAL, triggerAuthPlugin), trigger);
  const { secret, authentication } = clusterTriggerManifests(trigger, values);
  if (Object.keys(values).length > 0) {
    await ensureNamespace(kube, secret.metadata.namespace!, { signal });
    await kube.apply(secret, { signal });
    await kube.apply(authentication, { signal });
    return;
  }
  await kube.delete({ ...kind, name: trigger }, { signal });
  await kube.delete({ ...secret, ...secret.metadata }, { signal });
}
