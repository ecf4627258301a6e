import pMap from 'p-map';
import type { Kube } from '../../kube/kube.ts';
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
  await pMap(
    jobs,
    ({ metadata: { name } }) => kube.patch({ ...kind, name }, { spec: { suspend: true } }, { signal }),
    { concurrency: 4 },
  );
}
