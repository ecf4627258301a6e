import { join } from 'node:path';
import { freePending } from '../../helm/free-pending.ts';
import { upgrade } from '../../helm/upgrade.ts';
import { refOf } from '../../kube/resources.ts';
import type { Manifest } from '../../kube/types.ts';
import { portChoice } from '../../release/process/port-choice.ts';
import { suspendCronJobs } from '../../rollout/tasks/cron-jobs.ts';
import { workloadKinds } from '../../rollout/watch/others.ts';
import type { Target } from '../../rollout/watch/snapshot.ts';
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

/** The Deployments of a release, by process. */
export function targetsOf(spec: Plan['spec']): Target[] {
  return spec.processes.map((process) => ({
    process: process.name,
    name: `${spec.app}-${process.name}`,
    portChoice: portChoice(spec, process),
  }));
}

/** Waits until the processes of a plan run. `objects`: the applied manifest. */
export async function watchPlan(run: DeployRun, { spec }: Plan, objects: readonly Manifest[]): Promise<void> {
  const deployments = targetsOf(spec);
  const isProcess = ({ kind, metadata }: Manifest) =>
    kind === 'Deployment' && deployments.some(({ name }) => name === metadata.name);
  const others = objects.filter((object) => workloadKinds.includes(object.kind) && !isProcess(object));
  await watchRollout(
    await run.kube(),
    {
      namespace: spec.namespace,
      app: spec.app,
      deployments,
      others: others.map((object) => ({
        ...refOf(object),
        namespace: object.metadata.namespace ?? spec.namespace,
      })),
      timeout: spec.deploy.timeoutSeconds * 1000,
      maxRestarts: spec.deploy.maxRestarts,
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
