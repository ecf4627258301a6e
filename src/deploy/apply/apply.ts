import { join } from 'node:path';
import { freePending } from '../../helm/free-pending.ts';
import { upgrade } from '../../helm/upgrade.ts';
import { suspendCronJobs } from '../../rollout/tasks/cron-jobs.ts';
import { watchRollout } from '../../rollout/watch/watch.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';
import { copyReplicas, holdReplicas } from './hold-replicas.ts';
import { resumeAutoscaling } from './pause-autoscaling.ts';

export interface ApplyOptions {
  /** The new release adopts the objects of the location that the app leaves. */
  takeOwnership?: boolean;
}

/**
 * Passes the final manifest to Helm. Returns the revision. `pending`: an interrupted Helm operation must be repaired
 * first.
 */
export async function applyPlan(
  run: DeployRun,
  plan: Plan,
  manifest: string,
  { pending, ...options }: ApplyOptions & { pending: boolean },
): Promise<number> {
  const { spec, movesFrom } = plan;
  run.out.header(`Installing ${spec.app} v${spec.number}`);
  if (pending) await repairRelease(run, spec);
  const kube = await run.kube();
  // A task would run in both locations.
  if (movesFrom) await suspendCronJobs(kube, movesFrom, () => true, run.signal);
  await holdReplicas(kube, spec, run.signal);
  const revision = await applyManifest(run, plan, manifest, `v${spec.number}`, options);
  if (movesFrom) await copyReplicas(kube, movesFrom, spec, run.signal);
  await resumeAutoscaling(kube, spec, run.signal);
  return revision;
}

export async function applyManifest(
  run: DeployRun,
  { spec, values }: Plan,
  manifest: string,
  description: string,
  { takeOwnership }: ApplyOptions = {},
): Promise<number> {
  const input = {
    release: spec.app,
    namespace: spec.namespace,
    manifest,
    values,
    workDir: join(run.work.path, 'chart'),
    description,
    takeOwnership,
  };
  return (await upgrade(run.facts.helm, input, { signal: run.signal })).revision;
}

export async function watchPlan(run: DeployRun, { spec }: Plan): Promise<void> {
  await watchRollout(
    await run.kube(),
    {
      namespace: spec.namespace,
      app: spec.app,
      deployments: spec.processes.map(({ name }) => ({ process: name, name: `${spec.app}-${name}` })),
      timeout: spec.deploy.timeoutSeconds * 1000,
    },
    run,
  );
}

/** Repairs a Helm release whose process died mid-operation. */
export async function repairRelease(
  run: DeployRun,
  { app, namespace }: { app: string; namespace: string },
): Promise<void> {
  const { signal, out, facts } = run;
  const repair = await freePending(facts.helm, await run.kube(), { release: app, namespace }, { signal });
  const found = `The Helm release ${app} was left mid-operation`;
  if (repair.action === 'rollback') out.warn(`${found}: rolled back to revision ${repair.revision}`);
  if (repair.action === 'uninstall') out.warn(`${found}: removed the incomplete installation`);
}
