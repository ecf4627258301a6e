import { Failure } from '../../core/failure.ts';
import { type MountSetting, storageProblems } from '../../release/mounts/mount-rules.ts';
import { mountsOfRelease } from '../../release/mounts/release-mounts.ts';
import { podLimits } from '../../release/process/pod-limits.ts';
import { mountSetting } from '../../release/settings/read-storage.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { Mount } from '../../state/apps/mounts.ts';
import { entryJson, mountJson } from '../../storage/entry/json.ts';
import { storageFacts } from '../../storage/mount/facts.ts';
import { runPluginTrigger } from '../../storage/triggers.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';

/** Runs the administrator's own programs, which can inspect and refuse what an app mounts. */
export async function checkMounts(run: PreparedRun): Promise<void> {
  const { store, app, facts } = run;
  for (const phase of ['deploy', 'run'] as const) {
    const payload = facts.settings.storage
      .filter(({ phases }) => phases.includes(phase))
      .map((mount) => ({
        entry: entryJson(store.storageEntries.find(mount.entry)!),
        attachment: mountJson(mount),
      }));
    if (payload.length > 0) await runPluginTrigger(run, 'storage-app-mounts', [app, phase], payload);
  }
}

/** Refuses to repeat a release whose storage is deleted, or whose storage can no longer be mounted by as many pods. */
export async function checkOldMounts(run: PreparedRun, spec: ReleaseSpec, number: number): Promise<void> {
  const { store, app, signal } = run;
  const mounts = mountsOfRelease(spec).map((mount) =>
    store.storageEntries.find(mount.entry) ? mountSetting(store, app, mount) : unknownEntry(spec, mount),
  );
  if (mounts.length === 0) return;
  const facts = await storageFacts(await run.kube(), mounts, signal);
  const pods = podLimits(spec.processes);
  const problems = storageProblems({ app, namespace: spec.namespace, mounts, pods, facts });
  if (problems.length === 0) return;
  throw new Failure(`v${number} of ${app} can no longer mount its storage; nothing was changed`, {
    code: 'release.storage',
    details: problems.map(({ what }) => what),
    hint: [
      `Choose another release: dokku releases:list ${app}`,
      `Or deploy the code of that release with the current settings: git push dokku <commit>:<deploy branch>`,
    ],
  });
}

/** The claim of a destroyed entry is known to the cluster alone. */
function unknownEntry({ namespace }: ReleaseSpec, mount: Mount): MountSetting {
  return { ...mount, scheduler: 'k3s', hostPath: '', accessMode: '', namespace, foreignPods: [] };
}
