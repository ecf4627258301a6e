import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { refuseColonForm } from './legacy.ts';

export default command({
  name: 'storage:unmount',
  summary: 'Unmount a storage entry from an app',
  description:
    'Takes effect with the next deploy. Keeps the entry and its data. An entry at several paths requires --container-dir.',
  args: [appArgument, { name: 'entry', summary: 'Name of the storage entry', kind: 'text' }],
  flags: {
    'container-dir': { type: 'string', summary: 'Path of the mount in the containers', placeholder: 'PATH' },
  },
  role: 'admin',
  examples: [{ command: 'dokku storage:unmount my-app shop-data', summary: 'Unmount an entry' }],
  run({ store }, { args, flags }) {
    const { app, entry } = args;
    if (entry.includes(':')) throw refuseColonForm(app, entry, 'unmount');
    const mounts = store.mounts.list(app).filter((mount) => mount.entry === entry);
    const paths = [...new Set(mounts.map(({ containerPath }) => containerPath))];
    const path = flags['container-dir'] ?? paths[0];
    if (path === undefined || !paths.includes(path))
      throw new Failure(`${app} does not mount ${entry}${path === undefined ? '' : ` at ${path}`}`, {
        code: 'storage.not-mounted',
        hint: `Show the mounts of the app: dokku storage:report ${app}`,
      });
    if (flags['container-dir'] === undefined && paths.length > 1)
      throw new Failure(`${app} mounts ${entry} at several paths; nothing was changed`, {
        code: 'storage.several',
        details: paths,
        hint: `Choose one path: dokku storage:unmount ${app} ${entry} --container-dir <path>`,
      });
    store.mounts.remove(app, entry, path);
  },
});
