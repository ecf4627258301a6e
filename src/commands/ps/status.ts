import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { label, selectorOf } from '../../core/labels.ts';
import type { Deployment } from '../../kube/types.ts';
import type { ReleaseSpec } from '../../release/types.ts';

export interface ProcessStatus {
  /** Wanted pods of all processes. */
  processes: string;
  /** `true` when all are available, `mixed` when some are, else `false`; `unknown` when the cluster does not answer. */
  running: string;
}

/** How long a report waits for the cluster before it shows `unknown`. */
const clusterTimeoutMs = 3000;

/** The state of apps, from one list of Deployments. An app without Deployments is stopped or was never deployed. */
export async function clusterStatus(
  context: Context,
  apps: readonly string[],
): Promise<(app: string) => ProcessStatus> {
  if (!apps.some((app) => context.store.releases.isDeployed(app))) return () => statusOf([]);
  try {
    const kube = await context.kube();
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(clusterTimeoutMs)]);
    const only = apps.length === 1 ? selectorOf(apps[0]!) : label.partOf;
    const selector = { apiVersion: 'apps/v1', kind: 'Deployment', labelSelector: only };
    const deployments = await kube.list<Deployment>(selector, { signal });
    const byApp = Map.groupBy(deployments, ({ metadata }) => metadata.labels?.[label.partOf] ?? '');
    // The label is a common one: Deployments of other installations and charts carry it too.
    return (app) => {
      const parts = context.store.releases.currentParts(app);
      const { namespace } = JSON.parse(parts?.spec ?? '{}') as Partial<ReleaseSpec>;
      return statusOf(byApp.get(app)?.filter(({ metadata }) => metadata.namespace === namespace) ?? []);
    };
  } catch (error) {
    if (!(error instanceof Failure) || context.signal.aborted) throw error;
    context.out.warn(`Could not read the state of the processes: ${error.message}`);
    return () => ({ processes: 'unknown', running: 'unknown' });
  }
}

function statusOf(deployments: readonly Deployment[]): ProcessStatus {
  const wanted = sum(deployments.map(({ spec }) => spec.replicas ?? 1));
  const available = sum(deployments.map(({ status }) => status?.availableReplicas ?? 0));
  const running = available === 0 ? 'false' : available < wanted ? 'mixed' : 'true';
  return { processes: String(wanted), running };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
