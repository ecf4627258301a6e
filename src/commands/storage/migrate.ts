import { command } from '../../cli/table/define.ts';
import { Failure, noSuchApp } from '../../core/failure.ts';
import { migrateApp } from '../../storage/entry/legacy.ts';
import { mountCommand, suggestNames } from '../../storage/entry/suggest.ts';

export default command({
  name: 'storage:migrate',
  summary: 'Turn the -v docker options of older releases into storage entries',
  description:
    'The entries are data only: they remember what was mounted where. Each is to be replaced by one that has a volume ' +
    'in the cluster; until then the app cannot be deployed, so that it never runs without its data. Safe to repeat.',
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
    // All apps or none: what fails for one leaves the others as they were, too.
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
          `  make its volume: dokku storage:create ${name}${host.startsWith('/') ? ` ${host}` : ''} --size <size>`,
        );
        // In this order: two mounts at one path are refused.
        out.detail(
          `  forget the old one: dokku storage:unmount ${app} ${entry} --container-dir ${containerPath}`,
        );
        out.detail(`  mount the new one: dokku ${mountCommand(app, name, mount)}`);
        if (isNarrowed)
          out.warn(
            `${containerPath} of ${app} was read-only in one phase and writable in the other: it is read-only now. Leave --volume-readonly away to write`,
          );
      }
    }
  },
});
