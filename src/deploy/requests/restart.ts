import type { DeployContext } from '../frame/context.ts';
import { runDeploy } from '../frame/deploy-run.ts';
import { deployFromInputs } from '../pipeline.ts';
import { checkImage } from '../plan/check-image.ts';
import { currentRelease, inputsFromRecord } from '../plan/release-inputs.ts';

export interface Restart {
  /** The description of the release, e.g. `Set config: A, B`. */
  reason: string;
  /** Only pods of this process type are replaced when nothing else changed. */
  process?: string;
  /** Replaces pods even when nothing changed. */
  force?: boolean;
  /** Fails instead of waiting when a deploy runs. */
  noWait?: boolean;
}

/**
 * Releases the present image again with the current settings. Only processes that differ from the present release are
 * rolled out. Waits for a running deploy, whose release may not have these settings.
 */
export async function restartApp(context: DeployContext, app: string, restart: Restart): Promise<void> {
  const { store } = context;
  const record = currentRelease(store, app);
  const task = {
    app,
    purpose: restart.reason.toLowerCase(),
    kind: 'deploy',
    source: `v${record.number}`,
    commit: record.commit,
    wait: !restart.noWait,
    change: () => {
      const key = restart.process ? `restarted-at.${restart.process}` : 'restarted-at';
      if (restart.force) store.properties.set(app, 'ps', key, new Date().toISOString());
    },
  } as const;
  await runDeploy(context, task, async (run) => {
    // Another deploy may have finished before the lock was acquired. In that case its version is restarted.
    const current = run.facts.serving?.record ?? record;
    const inputs = inputsFromRecord(current);
    await checkImage(run, inputs.image.reference);
    await deployFromInputs(run, inputs, {
      description: restart.reason,
      commit: current.commit,
    });
  });
}
