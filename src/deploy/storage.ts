import { entryJson, mountJson } from '../storage/json.ts';
import { shapeVolume } from '../storage/reclaim.ts';
import { runTrigger } from '../storage/triggers.ts';
import type { Plan } from './plan.ts';
import type { Run } from './run.ts';

/** Lets the administrator's own programs see, and refuse, what an app mounts. */
export async function checkMounts(run: Run): Promise<void> {
  const { store, app } = run;
  const mounts = store.mounts.list(app);
  for (const phase of ['deploy', 'run'] as const) {
    const payload = mounts
      .filter(({ phases }) => phases.includes(phase))
      .map((mount) => ({
        entry: entryJson(store.storageEntries.find(mount.entry)!),
        attachment: mountJson(mount),
      }));
    if (payload.length > 0) await runTrigger(run, 'storage-app-mounts', [app, phase], payload);
  }
}

/** Volumes that were made because the app's first pod asked for them get the policy and labels of their entries. */
export async function shapeVolumes(run: Run, { spec }: Plan): Promise<void> {
  const { store, app, signal } = run;
  const names = new Set(store.mounts.list(app).map(({ entry }) => entry));
  for (const name of names) {
    const entry = store.storageEntries.find(name);
    if (entry?.scheduler === 'k3s' && entry.namespace === spec.namespace)
      await shapeVolume(await run.kube(), entry, { signal });
  }
}
