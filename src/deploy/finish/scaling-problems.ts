import { selectorOf } from '../../core/labels.ts';
import { conditionOf, isTrue } from '../../kube/conditions.ts';
import type { Condition, KubeObject } from '../../kube/types.ts';
import { waitFor } from '../../kube/wait.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';

interface ScaledObject extends KubeObject {
  status?: { conditions?: Condition[] };
}

/** Time limit for KEDA to reconcile new triggers. */
const reconcileTimeoutMs = 5_000;

/** KEDA accepts every trigger, and reports later which of them it cannot use. */
export async function reportScalingProblems({ kube, out, signal }: DeployRun, { spec }: Plan): Promise<void> {
  const names = spec.processes
    .filter(({ autoscaling }) => autoscaling !== undefined)
    .map(({ name }) => `${spec.app}-${name}`);
  if (names.length === 0) return;
  let unready: ScaledObject[] = [];
  const selector = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    namespace: spec.namespace,
    labelSelector: selectorOf(spec.app),
  };
  const allReady = (objects: ScaledObject[]): true | undefined => {
    unready = objects.filter((object) => names.includes(object.metadata.name) && !isReady(object));
    return unready.length === 0 || undefined;
  };
  try {
    await waitFor(await kube(), selector, allReady, { signal, timeout: reconcileTimeoutMs, what: 'KEDA' });
  } catch (error) {
    if (unready.length === 0) throw error;
  }
  for (const { metadata, status } of unready)
    out.warn(`KEDA does not scale ${metadata.name.slice(spec.app.length + 1)}: ${reasonOf(status)}`);
}

function reasonOf(status: ScaledObject['status']): string {
  const message = conditionOf(status?.conditions, 'Ready')?.message;
  if (!message) return 'KEDA has not reconciled it yet';
  return message
    .replace(/^failed to ensure HPA is correctly created for ScaledObject: /, '')
    .replaceAll('\n', ', ');
}

function isReady({ status }: ScaledObject): boolean {
  return isTrue(status?.conditions, 'Ready');
}
