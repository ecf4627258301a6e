import type { ReleaseSettings } from '../settings/settings.ts';

/** Means every process type in the lists of `checks:disable` and `checks:skip`. */
export const everyProcess = '_all_';

/**
 * Whether a new version of a process has to pass its health checks:
 * - `skipped`: the new version replaces the old one without checks
 * - `disabled`: no checks, and the old version stops first, for processes that must never run twice
 */
export type ChecksMode = 'enabled' | 'skipped' | 'disabled';

export function checksMode({ disabled, skipped }: ReleaseSettings['checks'], process: string): ChecksMode {
  if (isListed(disabled, process)) return 'disabled';
  return isListed(skipped, process) ? 'skipped' : 'enabled';
}

/** Splits a stored list; `none` means an empty list. */
export function readProcessList(list: string): string[] {
  return list.split(',').filter((word) => word !== '' && word !== 'none');
}

function isListed(list: string, process: string): boolean {
  const words = readProcessList(list);
  return words.includes(everyProcess) || words.includes(process);
}
