import type { PropertyTable } from '../../cli/parts/property-set.ts';
import { pathInRepository } from '../../cli/parts/property-values.ts';

export const properties = {
  'appjson-path': {
    summary: 'Path of app.json, below build-dir',
    default: 'app.json',
    normalize: pathInRepository('appjson-path'),
  },
} satisfies PropertyTable;
