import { command } from '../../cli/table/define.ts';
import { Failure, noSuchApp } from '../../core/failure.ts';
import { migrateApp } from '../../storage/entry/legacy.ts';
import { mountCommand, suggestNames } from '../../storage/entry/suggest.ts';

export default command({
  name: 'storage:migrate',
  summary: 'Convert the -v docker options of apps into storage entries',
  description:
    'The new entries only record what was mounted where. Replace each of them with an entry that has a volume in the ' +
    'cluster. Until then the app cannot be deployed, so that the app never runs without its data. Safe to repeat.',
  args: [{ name: 'app', summary: 'Name of the app', kind: 'text', optional: true }],
  flags: { all: { type: 'boolean', summary: 'All apps' } },
  role: 'admin',
  examples: [{ command: 'dokku storage:migrate --all', summary: 'Migrate every app' }],
  run({ store, out }, { args, flags }) {
    if ((args.app === undefined) === !flags.all)
      throw new Failure('Give either an app or --all', {
        code: 'usage',
        hint: 'dokku storage:migrate my-app',
      });
    if (args.app !== undefined && !store.apps.exists(args.app)) throw noSuchApp(args.app);
    const apps = args.app === undefined ? store.apps.names() : [args.app];
    // All apps or none: a failure of one app leaves all apps unchanged.
    const moved = store.transaction(() => apps.map((app) => ({ app, mounts: migrateApp(store, app) })));
    for (const { app, mounts } of moved) {
      out.step(`Re-migrated ${app}`);
      const hosts = mounts.map(({ host }) => host);
      const names = suggestNames(app, hosts, (name) => store.storageEntries.find(name) !== undefined);
      for (const { mount, host, isNarrowed } of mounts) {
        const { entry, containerPath } = mount;
        const name = names.get(host)!;
        out.detail(`${entry} at ${containerPath}`);
        out.detail(
          `  create its volume: dokku storage:create ${name}${host.startsWith('/') ? ` ${host}` : ''} --size <size>`,
        );
        // The order matters: two mounts at one path are refused.
        out.detail(
          `  unmount the old entry: dokku storage:unmount ${app} ${entry} --container-dir ${containerPath}`,
        );
        out.detail(`  mount the new entry: dokku ${mountCommand(app, name, mount)}`);
        if (isNarrowed)
          out.warn(
            `${containerPath} of ${app} was read-only in one phase and writable in the other. The mount is read-only now. Omit --volume-readonly for a writable mount`,
          );
      }
    }
  },
});
