import { createHash } from 'node:crypto';
import { base36 } from '../../core/ids.ts';
import type { ResolveContext } from '../context.ts';
import { userMetadata } from '../metadata/user-metadata.ts';
import { volumesOf } from '../mounts/volumes.ts';
import { taskCommand } from '../process/command.ts';
import { resourcesOf } from '../process/resources.ts';
import { securityOf } from '../process/security.ts';
import type { ContainerSpec, MetadataOf } from '../types.ts';

/** A scheduled task of app.json. */
export interface CronSpec extends ContainerSpec {
  id: string;
  /** Fits in a label, unlike the id. */
  hash: string;
  /** Part of the CronJob's name. Derived from the id, so that a task keeps its CronJob. */
  suffix: string;
  /** The command as written in app.json. */
  text: string;
  schedule: string;
  concurrencyPolicy: 'Allow' | 'Forbid' | 'Replace';
  suspend: boolean;
  metadata: MetadataOf<'cronjob' | 'job' | 'pod'>;
}

const policies = { allow: 'Allow', forbid: 'Forbid', replace: 'Replace' } as const;

/** Returns the id of a task. A change of the command or the schedule creates another task. */
export function cronId(app: string, task: { command: string; schedule: string }): string {
  return base36(`${app}===${task.command}===${task.schedule}`);
}

export function cronHash(id: string): string {
  return createHash('sha1').update(id).digest('hex');
}

/**
 * Returns the scheduled tasks. Tasks have all settings of processes except ports; resources are stored under the task's
 * id.
 */
export function cronOf(context: ResolveContext): CronSpec[] {
  const { app, appSpec, settings } = context.input;
  return appSpec.cron.map((task) => {
    const id = cronId(app, task);
    const hash = cronHash(id);
    // Every object of a task has the id as an annotation.
    const own = id.length + 1024;
    const { app: whole, tasks } = settings.cronMaintenance;
    return {
      id,
      hash,
      suffix: hash.slice(0, 10),
      text: task.command,
      schedule: task.schedule,
      concurrencyPolicy: policies[task.concurrency_policy ?? 'allow'],
      suspend: whole || task.maintenance === true || tasks.includes(id),
      metadata: {
        cronjob: userMetadata(context, 'cronjob', id, own),
        job: userMetadata(context, 'job', id, own),
        pod: userMetadata(context, 'pod', id, own),
      },
      ...taskCommand(context, task.command, 'a cron task', 'app.json'),
      env: [],
      resources: resourcesOf(context, id),
      ...securityOf(context, 'deploy', id),
      ...volumesOf(context, 'deploy', id),
    };
  });
}
