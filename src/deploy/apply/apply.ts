import { join } from 'node:path';
import { helmOf } from '../../cluster/access.ts';
import { recordKind } from '../../helm/context.ts';
import { repairPending } from '../../helm/repair.ts';
import { upgrade } from '../../helm/upgrade.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { toValues } from '../../release/values.ts';
import { watchRollout } from '../../rollout/watch/watch.ts';
import type { DeployContext } from '../frame/context.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { currentReleaseIfElsewhere } from '../move/release-location.ts';
import type { Plan } from '../plan/plan.ts';
import { holdTasks } from '../tasks/hold-tasks.ts';
import { carryReplicas, holdReplicas } from './hold-replicas.ts';
import { resumeAutoscaling } from './pause-autoscaling.ts';

export interface ApplyOptions {
  /** Objects of the place that the app leaves become part of its new release. */
  takeOwnership?: boolean;
}

/** Hands the final manifest to Helm; its revision. */
export async function applyPlan(
  run: DeployRun,
  { spec }: Plan,
  manifest: string,
  options: ApplyOptions,
): Promise<number> {
  run.out.header(`Installing ${spec.app} v${spec.number}`);
  await freePending(run, spec);
  const kube = await run.kube();
  const old = currentReleaseIfElsewhere(run.store, run.app, spec);
  // A task would run in both places.
  if (old) await holdTasks(kube, old, run.signal);
  await holdReplicas(kube, spec, run.signal);
  const revision = await applyManifest(run, spec, manifest, `v${spec.number}`, options);
  if (old) await carryReplicas(kube, old, spec, run.signal);
  await resumeAutoscaling(kube, spec, run.signal);
  return revision;
}

export async function applyManifest(
  run: DeployRun,
  spec: ReleaseSpec,
  manifest: string,
  description: string,
  { takeOwnership }: ApplyOptions = {},
): Promise<number> {
  const input = {
    release: spec.app,
    namespace: spec.namespace,
    manifest,
    values: toValues(spec),
    workDir: join(run.work.path, 'chart'),
    description,
    takeOwnership,
  };
  return (await upgrade(helmOf(run), input, { signal: run.signal })).revision;
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

/**
 * A Helm operation whose process died leaves its release pending, and Helm refuses all others from then on. We hold
 * the lock, so nobody living works on it. Helm itself would keep the unfinished revision among the others for ever.
 */
export async function freePending(
  run: Pick<DeployRun, keyof DeployContext>,
  { app, namespace }: { app: string; namespace: string },
): Promise<void> {
  const kube = await run.kube();
  const records = { apiVersion: 'v1', kind: recordKind(), namespace };
  const labelSelector = `owner=helm,name=${app},status in (pending-install,pending-upgrade,pending-rollback,uninstalling)`;
  const pending = await kube.list({ ...records, labelSelector }, { signal: run.signal, metadataOnly: true });
  if (pending.length === 0) return;
  const repair = await repairPending(helmOf(run), { release: app, namespace }, { signal: run.signal });
  const found = `The Helm release ${app} was left in the middle of an operation`;
  if (repair.action === 'rollback') run.out.warn(`${found}: rolled back to revision ${repair.revision}`);
  if (repair.action === 'uninstall') run.out.warn(`${found}: removed the half-made installation`);
  for (const { metadata } of pending)
    await kube.delete({ ...records, name: metadata.name }, { signal: run.signal });
}
