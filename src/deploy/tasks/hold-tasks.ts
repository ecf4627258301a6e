import type { Kube } from '../../kube/kube.ts';
import { mapBounded } from '../../kube/many.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { listOwn } from '../../rollout/objects/ownership.ts';

/** No scheduled task of a release starts from here on. What suspends them for longer is in the settings. */
export async function holdTasks(
  kube: Kube,
  { app, namespace }: ReleaseSpec,
  signal: AbortSignal,
): Promise<void> {
  const kind = { apiVersion: 'batch/v1', kind: 'CronJob', namespace };
  const jobs = await listOwn(kube, kind, app, { signal });
  await mapBounded(jobs, 4, ({ metadata: { name } }) =>
    kube.patch({ ...kind, name }, { spec: { suspend: true } }, { signal }),
  );
}
