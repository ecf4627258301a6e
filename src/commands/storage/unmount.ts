import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { refuseColonForm } from './legacy.ts';

export default command({
  name: 'storage:unmount',
  summary: 'Take a storage entry out of an app, from its next deploy on',
  description:
    'The entry and its data stay. An entry that is mounted at several paths needs --container-dir.',
  args: [appArgument, { name: 'entry', summary: 'Name of the storage entry', kind: 'text' }],
  flags: {
    'container-dir': { type: 'string', summary: 'The path that it is mounted at', placeholder: 'PATH' },
  },
  role: 'admin',
  examples: [{ command: 'dokku storage:unmount my-app shop-data', summary: 'Take it out of the app' }],
  run({ store }, { args, flags }) {
    const { app, entry } = args;
    if (entry.includes(':')) throw refuseColonForm(app, entry, 'unmount');
    const mounts = store.mounts.list(app).filter((mount) => mount.entry === entry);
    const paths = [...new Set(mounts.map(({ containerPath }) => containerPath))];
    const path = flags['container-dir'] ?? paths[0];
    if (path === undefined || !paths.includes(path))
      throw new Failure(`${app} does not mount ${entry}${path === undefined ? '' : ` at ${path}`}`, {
        code: 'storage.not-mounted',
        hint: `See what it mounts with: dokku storage:report ${app}`,
      });
    if (flags['container-dir'] === undefined && paths.length > 1)
      throw new Failure(`${app} mounts ${entry} at several paths; nothing was changed`, {
        code: 'storage.several',
        details: paths,
        hint: 'Say which one with --container-dir',
      });
    store.mounts.remove(app, entry, path);
  },
});
