import type { ReleaseSettings } from '../settings/settings.ts';

/** Stands for every process type in a list of `checks:disable` and `checks:skip`. */
export const everyProcess = '_all_';

/**
 * Whether a new version of a process has to pass its health checks:
 * - `skipped`: the new version replaces the old one without checks
 * - `disabled`: without checks, and the old version stops first, for processes of which two must never run
 */
export type ChecksMode = 'enabled' | 'skipped' | 'disabled';

export function checksMode({ disabled, skipped }: ReleaseSettings['checks'], process: string): ChecksMode {
  if (isListed(disabled, process)) return 'disabled';
  return isListed(skipped, process) ? 'skipped' : 'enabled';
}

/** The words of a stored list; `none` is an empty one. */
export function readProcessList(list: string): string[] {
  return list.split(',').filter((word) => word !== '' && word !== 'none');
}

function isListed(list: string, process: string): boolean {
  const words = readProcessList(list);
  return words.includes(everyProcess) || words.includes(process);
}
