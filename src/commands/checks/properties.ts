import { parseDuration } from '../../core/clock.ts';
import type { Properties } from '../property-set.ts';
import { refused } from '../property-values.ts';

export const properties = {
  'wait-to-retire': {
    summary:
      'How long old pods go on serving beside the new ones, in seconds; without it, web has five seconds',
    normalize(value) {
      const time = parseDuration(value);
      if (time !== undefined && time <= 3_600_000) return value;
      throw refused('wait-to-retire', value, 'a number of seconds or a time like 2m, at most an hour');
    },
  },
} satisfies Properties;
