import type { Context } from '../../cli/invoke/context.ts';
import { type Rows, report } from '../../cli/parts/report.ts';
import type { Command } from '../../cli/table/define.ts';
import type { Mount } from '../../state/apps/mounts.ts';
import { GLOBAL } from '../../state/scope.ts';
import { entryJson } from '../../storage/entry/json.ts';
import type { EntryStatus } from '../../storage/inspect/inspect.ts';
import { entryStatuses, statusColumns, statusJson, visibleUsersOf } from './entry-status.ts';

/** The status of each entry by name: one read per entry, however many apps mount the entry. */
type EntryStatuses = Map<string, EntryStatus>;

const byApp = report<EntryStatuses>({
  plugin: 'storage',
  summary: 'Show the storage mounts of apps; with --global, the entries and the apps that mount them',
  dualKeys: true,
  examples: [
    { command: 'dokku storage:report my-app', summary: 'Show the mounts of an app' },
    { command: 'dokku storage:report --global', summary: 'Show all entries and the apps that mount them' },
  ],
  load: readStatuses,
  app: ({ store }, app, statuses) => {
    const mounts = store.mounts.list(app);
    const flags = (phase: 'deploy' | 'run') =>
      mounts
        .filter(({ phases }) => phases.includes(phase))
        .map((mount) => `-v ${hostOf(store, mount)}:${mount.containerPath}${mount.readonly ? ':ro' : ''}`)
        .join(' ');
    return {
      'build-mounts': '',
      'deploy-mounts': flags('deploy'),
      'run-mounts': flags('run'),
      ...Object.assign(
        {},
        ...mounts.map((mount, index) =>
          attachment(mount, hostOf(store, mount), index + 1, statuses.get(mount.entry)),
        ),
      ),
    };
  },
  global: () => ({}),
});

const command: Command = {
  ...byApp,
  run(context, input) {
    const { args, flags } = input as unknown as { args: { scope?: string }; flags: { format: string } };
    return args.scope === GLOBAL ? reportAll(context, flags.format === 'json') : byApp.run(context, input);
  },
};
export default command;

function hostOf(store: Context['store'], { entry }: Mount): string {
  return store.storageEntries.find(entry)?.hostPath || entry;
}

function attachment(mount: Mount, host: string, index: number, status: EntryStatus | undefined): Rows {
  const rows: Rows = {
    'entry-name': mount.entry,
    'host-path': host === mount.entry ? '' : host,
    'container-path': mount.containerPath,
    phases: mount.phases.join(','),
    'process-type': mount.processType,
    subpath: mount.subpath,
    readonly: String(mount.readonly),
    'volume-options': mount.volumeOptions,
    'volume-chown': mount.volumeChown,
    phase: status?.phase ?? '',
    volume: status?.volume ?? '',
    node: status?.nodes.join(',') ?? '',
    'used-bytes': status?.used === undefined ? '' : String(status.used),
  };
  return Object.fromEntries(
    Object.entries(rows).map(([key, value]) => [`attachment.${index}.${key}`, value]),
  );
}

async function readStatuses(context: Context, apps: readonly string[]): Promise<EntryStatuses> {
  const { store } = context;
  const names = new Set(apps.flatMap((app) => store.mounts.list(app).map(({ entry }) => entry)));
  return entryStatuses(
    context,
    [...names].flatMap((name) => store.storageEntries.find(name) ?? []),
  );
}

async function reportAll(context: Context, json: boolean): Promise<void> {
  const { store, out } = context;
  const users = store.mounts.users();
  const entries = store.storageEntries.list();
  const statuses = await entryStatuses(context, entries);
  const rows = entries.map((entry) => ({
    entry,
    status: statuses.get(entry.name),
    apps: visibleUsersOf(context, entry.name, users),
  }));
  if (json)
    return out.json(
      rows.map(({ entry, status, apps }) => ({
        entry: entryJson(entry),
        mounted_by: apps,
        ...statusJson(status),
      })),
    );
  out.step('Storage entries:');
  for (const { entry, status, apps } of rows) {
    const [phase, volume, node, used] = statusColumns(status);
    const known = { phase, volume, node, used };
    const more = Object.entries(known).flatMap(([key, value]) => (value ? [`${key}: ${value}`] : []));
    const mounted = `mounted by: ${apps.join(', ') || '—'}`;
    out.line([entry.name, entry.scheduler, mounted, ...more].join('\t'));
  }
}
