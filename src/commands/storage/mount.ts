import { roleOf } from '../../access/guard.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { EVERY_PROCESS } from '../../state/apps/docker-options.ts';
import type { MountPhase } from '../../state/apps/mounts.ts';
import { GLOBAL } from '../../state/scope.ts';
import { mountEntry } from '../../storage/mount/mount-entry.ts';
import { storageOf } from './context.ts';
import { refuseColonForm } from './legacy.ts';

export default command({
  name: 'storage:mount',
  summary: 'Mount a storage entry in an app',
  description:
    'Takes effect with the next deploy. Mounting the same entry again at the same path of the same process type ' +
    'changes the mount. The command and each deploy check the namespace and the access mode.',
  args: [appArgument, { name: 'entry', summary: 'Name of the storage entry', kind: 'text' }],
  flags: {
    'container-dir': { type: 'string', summary: 'Absolute path in the containers', placeholder: 'PATH' },
    phase: {
      type: 'string',
      multiple: true,
      summary:
        'deploy: processes and scheduled tasks; run: one-off commands and deploy tasks (default: both)',
      placeholder: 'PHASE',
    },
    'process-type': {
      type: 'string',
      summary: 'Only in this process type or scheduled task (cron id)',
      placeholder: 'PROCESS',
    },
    'volume-subpath': { type: 'string', summary: 'Only this folder of the entry', placeholder: 'PATH' },
    'volume-readonly': { type: 'boolean', summary: 'Mount read-only' },
    'volume-chown': {
      type: 'string',
      summary: 'Change ownership of the files once, now',
      placeholder: 'OWNER',
    },
    'volume-options': {
      type: 'string',
      summary: 'Accepted for compatibility; ignored',
      placeholder: 'OPTIONS',
    },
  },
  role: 'admin',
  examples: [
    {
      command: 'dokku storage:mount my-app shop-data --container-dir /data',
      summary: 'Mount an entry in all processes',
    },
    {
      command:
        'dokku storage:mount my-app shop-data --container-dir /in --volume-subpath inbox --process-type worker',
      summary: 'Mount one folder of an entry in one process type',
    },
  ],
  async run(context, { args, flags }) {
    const { app, entry } = args;
    if (entry.includes(':')) throw refuseColonForm(app, entry, 'mount');
    const containerPath = flags['container-dir'];
    if (!containerPath)
      throw new Failure('Please specify --container-dir', {
        code: 'usage',
        hint: `For example: dokku storage:mount ${app} ${entry} --container-dir /data`,
      });
    requireEntry(context, entry);
    const again = await mountEntry(storageOf(context), app, {
      entry,
      containerPath,
      processType: flags['process-type'] ?? EVERY_PROCESS,
      phases: phasesOf(flags.phase),
      subpath: flags['volume-subpath'] ?? '',
      readonly: flags['volume-readonly'],
      volumeOptions: flags['volume-options'] ?? '',
      volumeChown: flags['volume-chown'] ?? '',
    });
    context.out.step(`Storage entry ${entry} ${again ? 'updated' : 'mounted'} at ${containerPath} of ${app}`);
    if (context.store.releases.isDeployed(app))
      context.out.detail(`Takes effect with: dokku ps:restart ${app}`);
  },
});

function phasesOf(words: string[]): MountPhase[] {
  const given = words.flatMap((word) => word.split(','));
  const wrong = given.find((phase) => phase !== 'deploy' && phase !== 'run');
  if (wrong !== undefined)
    throw new Failure(`--phase must be deploy or run; got "${wrong}"`, { code: 'usage' });
  return (['deploy', 'run'] as const).filter((phase) => given.length === 0 || given.includes(phase));
}

/** Entries belong to the installation: an admin of some apps can mount only an entry that one of those apps mounts. */
function requireEntry(context: Context, entry: string): void {
  if (roleOf(context, GLOBAL) === 'admin') return;
  const users = context.store.mounts.usersOf(entry);
  if (users.some((app) => roleOf(context, app) === 'admin')) return;
  throw new Failure(`Access denied: no app that you administer mounts ${entry}`, {
    code: 'access.denied',
    hint: 'Ask an administrator of the installation to mount the entry',
  });
}
