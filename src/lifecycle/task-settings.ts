import {
  metadataPlugins,
  metadataProperty,
  parseMetadataProperty,
} from '../release/settings/metadata-settings.ts';
import { cronId } from '../release/tasks/cron.ts';
import type { ReleaseSpec } from '../release/types.ts';
import type { Store } from '../state/store.ts';

/** Maps the id of each scheduled task of a release to its id under another app name. */
export function mapTaskIds(app: string, release: { spec: string } | undefined): Map<string, string> {
  if (!release) return new Map();
  const { cron } = JSON.parse(release.spec) as ReleaseSpec;
  return new Map(cron.map(({ id, text, schedule }) => [id, cronId(app, { command: text, schedule })]));
}

/**
 * Moves the settings of single tasks (suspended, resources, annotations, labels) to the new task ids: they are stored by
 * task id, and a task id depends on the name of the app.
 */
export function moveTaskSettings(store: Store, app: string, ids: ReadonlyMap<string, string>): void {
  const { properties, resources } = store;
  for (const [from, to] of ids) moveProperty(store, app, 'cron', `maintenance.${from}`, `maintenance.${to}`);
  for (const setting of resources.list(app)) {
    const process = ids.get(setting.process);
    if (process === undefined) continue;
    resources.clear(app, setting);
    resources.set(app, { ...setting, process });
  }
  for (const plugin of Object.values(metadataPlugins)) {
    for (const property of Object.keys(properties.all(app, plugin))) {
      const parsed = parseMetadataProperty(property);
      const process = parsed?.process && ids.get(parsed.process);
      if (process) moveProperty(store, app, plugin, property, metadataProperty({ ...parsed, process }));
    }
  }
}

function moveProperty({ properties }: Store, app: string, plugin: string, from: string, to: string): void {
  const value = properties.get(app, plugin, from);
  if (value === undefined) return;
  properties.unset(app, plugin, from);
  properties.set(app, plugin, to, value);
}
