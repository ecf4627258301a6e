import type { Context } from '../../cli/invoke/context.ts';
import { tellHowToApply } from '../../cli/parts/restart.ts';
import { appArgument } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { isDnsLabel } from '../../core/kubernetes-names.ts';
import { type ChecksMode, everyProcess, readProcessList } from '../../release/process/checks.ts';
import type { ReleaseSpec } from '../../release/types.ts';

export const modeArguments = [
  appArgument,
  {
    name: 'processes',
    summary: 'Process types, separated by commas; all without it',
    kind: 'text',
    optional: true,
  },
] as const;

const lists = { disabled: 'disabled-list', skipped: 'skipped-list' } as const;

/** Puts process types on the list of a mode and takes them from the others; `enabled` has no list. */
export function changeMode(
  context: Context,
  app: string,
  processes: string | undefined,
  mode: ChecksMode,
): void {
  const { store, out } = context;
  const chosen = processes === undefined ? [everyProcess] : checked(processes);
  store.transaction(() => {
    for (const [name, key] of Object.entries(lists)) {
      const rest = without(
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
  tellHowToApply(context, app);
}

function checked(list: string): string[] {
  const words = [...new Set(list.split(',').filter(Boolean))];
  const wrong = words.find((word) => word !== everyProcess && !isDnsLabel(word));
  if (wrong === undefined && words.length > 0) return words.includes(everyProcess) ? [everyProcess] : words;
  throw new Failure(`"${wrong ?? list}" is not a process type`, {
    code: 'usage.value',
    hint: 'Give process types separated by commas, or none for all of them',
  });
}

/** A list for all processes, without one of them, is the list of the others that are known. */
function without(context: Context, app: string, list: string[], gone: string[]): string[] {
  if (gone.includes(everyProcess)) return [];
  const words = list.includes(everyProcess) ? knownProcesses(context, app) : list;
  return words.filter((word) => !gone.includes(word));
}

function union(list: string[], more: string[]): string[] {
  return more.includes(everyProcess) ? [everyProcess] : [...new Set([...list, ...more])].sort();
}

function knownProcesses({ store }: Context, app: string): string[] {
  const spec = store.releases.currentParts(app)?.spec;
  const released = spec ? (JSON.parse(spec) as ReleaseSpec).processes.map(({ name }) => name) : [];
  return [...new Set([...Object.keys(store.scale.all(app)), ...released])].sort();
}
