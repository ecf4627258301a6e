import type { Context } from '../../cli/invoke/context.ts';
import { printHowToApply } from '../../cli/parts/restart.ts';
import { appArgument } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { isDnsLabel } from '../../core/kubernetes-names.ts';
import { type ChecksMode, everyProcess, readProcessList } from '../../release/process/checks.ts';
import type { ReleaseSpec } from '../../release/types.ts';

export const modeArguments = [
  appArgument,
  {
    name: 'processes',
    summary: 'Process types, separated by commas (default: all)',
    kind: 'text',
    optional: true,
  },
] as const;

const listProperties = { disabled: 'disabled-list', skipped: 'skipped-list' } as const;

/** Adds process types to the list of a mode and removes them from the other list; `enabled` has no list. */
export function changeMode(
  context: Context,
  app: string,
  processes: string | undefined,
  mode: ChecksMode,
): void {
  const { store, out } = context;
  const chosen = processes === undefined ? [everyProcess] : checked(processes);
  store.transaction(() => {
    for (const [name, key] of Object.entries(listProperties)) {
      const rest = removeProcesses(
        context,
        app,
        readProcessList(store.properties.get(app, 'checks', key) ?? ''),
        chosen,
      );
      const list = name === mode ? union(rest, chosen) : rest;
      if (list.length > 0) store.properties.set(app, 'checks', key, list.join(','));
      else store.properties.unset(app, 'checks', key);
    }
  });
  const which = processes === undefined ? 'all processes' : chosen.join(', ');
  out.step(`Checks of ${which} of ${app} are ${mode}`);
  printHowToApply(context, app);
}

function checked(list: string): string[] {
  const words = [...new Set(list.split(',').filter(Boolean))];
  const wrong = words.find((word) => word !== everyProcess && !isDnsLabel(word));
  if (wrong === undefined && words.length > 0) return words.includes(everyProcess) ? [everyProcess] : words;
  throw new Failure(`"${wrong ?? list}" is not a process type`, {
    code: 'usage.value',
    hint: 'List process types separated by commas, or omit them for all',
  });
}

/** Removes processes from a list. A list for all processes becomes the list of all other known processes. */
function removeProcesses(context: Context, app: string, list: string[], removed: string[]): string[] {
  if (removed.includes(everyProcess)) return [];
  const words = list.includes(everyProcess) ? knownProcesses(context, app) : list;
  return words.filter((word) => !removed.includes(word));
}

function union(list: string[], more: string[]): string[] {
  return more.includes(everyProcess) ? [everyProcess] : [...new Set([...list, ...more])].sort();
}

function knownProcesses({ store }: Context, app: string): string[] {
  const spec = store.releases.currentParts(app)?.spec;
  const released = spec ? (JSON.parse(spec) as ReleaseSpec).processes.map(({ name }) => name) : [];
  return [...new Set([...Object.keys(store.scale.all(app)), ...released])].sort();
}
