import { parseDuration } from '../../core/clock.ts';

const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const fields: { range: string; least: number; most: number; words?: string[] }[] = [
  { range: 'minute from 0 to 59', least: 0, most: 59 },
  { range: 'hour from 0 to 23', least: 0, most: 23 },
  { range: 'day of the month from 1 to 31', least: 1, most: 31 },
  { range: 'month from 1 to 12', least: 1, most: 12, words: months },
  { range: 'day of the week from 0 (Sunday) to 6', least: 0, most: 6, words: weekdays },
];

/**
 * Limit in characters: more than lists of every minute, hour, day and month need. The schedule is part of the task's
 * id.
 */
const maxLength = 1000;

/** Returns why Kubernetes would reject a cron schedule; undefined for a valid schedule. */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule.length > maxLength) return `must have at most ${maxLength} characters`;
  if (schedule.startsWith('@')) return descriptorProblem(schedule);
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== fields.length) return 'must have five fields: minute, hour, day, month, weekday';
  for (const [index, part] of parts.entries()) {
    const { range, least, most, words } = fields[index]!;
    const number = (text: string): number => {
      const word = words?.indexOf(text.toLowerCase()) ?? -1;
      if (word >= 0) return word + least;
      return /^\d+$/.test(text) ? Number(text) : Number.NaN;
    };
    for (const item of part.split(',')) {
      const [span, step, ...more] = item.split('/');
      const [from, to, ...rest] = span === '*' || span === '?' ? [least, most] : span!.split('-').map(number);
      const end = to ?? from!;
      const good =
        more.length + rest.length === 0 && from! >= least && end <= most && from! <= end && goodStep(step);
      if (!good) return `must have a ${range} (not "${item}")`;
    }
  }
  return undefined;
}

function descriptorProblem(schedule: string): string | undefined {
  if (descriptors.includes(schedule)) return undefined;
  const [, time] = schedule.match(/^@every (.*[a-z])$/s) ?? [];
  if (time !== undefined && (parseDuration(time) ?? 0) >= 1000) return undefined;
  return `must be five fields, @every with a time like 90s, 5m or 1h30m, or one of ${descriptors.join(', ')}`;
}

/** Returns whether a step is valid. A number of nine digits fits in every integer type. */
function goodStep(step: string | undefined): boolean {
  return step === undefined || (/^\d{1,9}$/.test(step) && Number(step) > 0);
}
