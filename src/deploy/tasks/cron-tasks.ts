import type { AppSpec } from '../../appspec/types.ts';
import { cronMaintenance } from '../../release/settings/read-settings.ts';
import type { CronSpec } from '../../release/tasks/cron.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { Store } from '../../state/store.ts';

/** A scheduled task of the serving release, with the reasons why it is suspended now. */
export interface DeployedCronTask {
  spec: CronSpec;
  /** By `cron:set maintenance`. */
  appInMaintenance: boolean;
  /** By `cron:suspend`, or by app.json. */
  taskInMaintenance: boolean;
  /** By app.json, which `cron:resume` cannot override. */
  byRepository: boolean;
}

/** The tasks in app.json's order. Empty before the first release. */
export function cronTasks(store: Store, app: string): DeployedCronTask[] {
  const parts = store.releases.currentParts(app);
  if (!parts) return [];
  const { cron } = JSON.parse(parts.spec) as ReleaseSpec;
  const inRepository = (JSON.parse(parts.appSpec) as AppSpec).cron;
  const maintenance = cronMaintenance(store.properties, app);
  return cron.map((spec) => {
    const byRepository = inRepository.some(
      ({ command, schedule, maintenance }) =>
        command === spec.text && schedule === spec.schedule && maintenance === true,
    );
    return {
      spec,
      appInMaintenance: maintenance.app,
      taskInMaintenance: byRepository || maintenance.tasks.includes(spec.id),
      byRepository,
    };
  });
}
