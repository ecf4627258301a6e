import type { PropertyTable } from '../../cli/parts/property-set.ts';
import { invalidPropertyValue } from '../../cli/parts/property-values.ts';
import { parseDuration } from '../../core/clock.ts';

export const properties = {
  'wait-to-retire': {
    summary:
      'Seconds that old pods keep serving next to new pods; when unset, 5 for processes with a port and 0 for others',
    default: '5',
    normalize(value) {
      const time = parseDuration(value);
      if (time !== undefined && time <= 3_600_000) return value;
      throw invalidPropertyValue(
        'wait-to-retire',
        value,
        'a number of seconds or a time like 2m, at most an hour',
      );
    },
  },
} satisfies PropertyTable;
