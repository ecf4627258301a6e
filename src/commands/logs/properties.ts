import type { PropertyTable } from '../../cli/parts/property-set.ts';
import { invalidPropertyValue } from '../../cli/parts/property-values.ts';

export const properties = {
  'max-size': {
    summary: 'Accepted for compatibility; the kubelet of each node limits logs by its containerLogMaxSize',
    default: '10m',
    normalize(value) {
      if (/^(unlimited|[1-9]\d*[kmg])$/.test(value)) return value;
      throw invalidPropertyValue('max-size', value, 'unlimited, or a size like 500k, 20m or 1g');
    },
  },
  'vector-sink': {
    summary: 'Accepted for compatibility; dokku does not run Vector',
    // Most sinks contain a password.
    secret: true,
    normalize(value) {
      if (/^[a-z][a-z0-9_]*:\/\/\S*$/.test(value)) return value;
      throw invalidPropertyValue('vector-sink', value, 'a sink like console://?encoding[codec]=json');
    },
  },
} satisfies PropertyTable;
