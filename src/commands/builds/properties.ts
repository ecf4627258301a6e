import type { PropertyTable } from '../../cli/parts/property-set.ts';
import { Failure } from '../../core/failure.ts';

export const properties = {
  retention: {
    summary: 'Number of finished builds to keep, with their logs',
    default: '20',
    normalize(value) {
      if (/^[1-9]\d{0,3}$/.test(value)) return value;
      throw new Failure(`retention must be a whole number from 1 to 9999; got "${value}"`, {
        code: 'usage.value',
      });
    },
  },
} satisfies PropertyTable;
