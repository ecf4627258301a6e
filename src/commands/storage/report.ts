import { roleOf } from '../../access/guard.ts';
import { messageOf } from '../../core/failure.ts';
import type { Mount } from '../../state/mounts.ts';
import { GLOBAL } from '../../state/scope.ts';
import { look, type Seen } from '../../storage/look.ts';
import type { Context } from '../context.ts';
import type { Command } from '../define.ts';
import { type Rows, report } from '../report.ts';
import { entryJson } from './fields.ts';

/** What the cluster says of each entry, asked once however many apps mount it. */
type Looks = Map<string, Seen>;

const byApp = report<Looks>({
  plugin: 'storage',
  summary:
    'Show what apps mount, with phase, volume, node and used bytes; --global: the entries and who mounts them',
  dualKeys: true,
  examples: [
    { command: 'dokku storage:report my-app', summary: 'See the mounts of an app' },
    { command: 'dokku storage:report --global', summary: 'See who mounts which entry' },
  ],
  load: lookAtAll,
  app: ({ store }, app, looks) => {
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
          attachment(mount, hostOf(store, mount), index + 1, looks.get(mount.entry)),
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

function attachment(mount: Mount, host: string, index: number, seen: Seen | undefined): Rows {
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
    phase: seen?.phase ?? '',
    volume: seen?.volume ?? '',
    node: seen?.nodes.join(',') ?? '',
    'used-bytes': seen?.used === undefined ? '' : String(seen.used),
  };
  return Object.fromEntries(
    Object.entries(rows).map(([key, value]) => [`attachment.${index}.${key}`, value]),
  );
}

async function lookAtAll(context: Context, apps: readonly string[]): Promise<Looks> {
  const { store, signal, out } = context;
  const names = new Set(apps.flatMap((app) => store.mounts.list(app).map(({ entry }) => entry)));
  const looks: Looks = new Map();
  try {
    for (const name of names) {
      const entry = store.storageEntries.find(name);
      if (entry?.scheduler === 'k3s') looks.set(name, await look(await context.kube(), entry, signal));
    }
  } catch (error) {
    if (signal.aborted) throw error;
    out.warn(`The cluster was not asked: ${messageOf(error)}`);
  }
  return looks;
}

function reportAll(context: Context, json: boolean): void {
  const { store, out } = context;
  const users = store.mounts.users();
  const rows = store.storageEntries.list().map((entry) => ({
    entry,
    apps: (users.get(entry.name) ?? []).filter((app) => roleOf(context, app)),
  }));
  if (json) return out.json(rows.map(({ entry, apps }) => ({ entry: entryJson(entry), mounted_by: apps })));
  out.step('Storage entries:');
  for (const { entry, apps } of rows)
    out.line(`${entry.name}\t${entry.scheduler}\tmounted by: ${apps.join(', ') || '—'}`);
}
