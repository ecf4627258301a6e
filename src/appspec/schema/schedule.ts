const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const fields: { name: string; least: number; most: number; words?: string[] }[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of the month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, words: months },
  { name: 'day of the week', least: 0, most: 7, words: weekdays },
];

/** Why Kubernetes would not take a cron schedule, or undefined when it would. */
export function scheduleProblem(schedule: string): string | undefined {
  if (descriptors.includes(schedule)) return undefined;
  if (schedule.startsWith('@')) return `must be five fields or one of ${descriptors.join(', ')}`;
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== fields.length) return 'must have five fields: minute, hour, day, month, weekday';
  for (const [index, part] of parts.entries()) {
    const { name, least, most, words } = fields[index]!;
    const number = (text: string): number => {
      const word = words?.indexOf(text.toLowerCase()) ?? -1;
      if (word >= 0) return word + least;
      return /^\d+$/.test(text) ? Number(text) : Number.NaN;
    };
    for (const item of part.split(',')) {
      const [range, step, ...more] = item.split('/');
      const [from, to, ...rest] =
        range === '*' || range === '?' ? [least, most] : range!.split('-').map(number);
      const end = to ?? from!;
      const good =
        more.length + rest.length === 0 && from! >= least && end <= most && from! <= end && goodStep(step);
      if (!good) return `must have a ${name} from ${least} to ${most} (not "${item}")`;
    }
  }
  return undefined;
}

function goodStep(step: string | undefined): boolean {
  return step === undefined || (/^\d+$/.test(step) && Number(step) > 0);
}
