import type { Properties } from '../../cli/parts/property-set.ts';
import { pathInRepository } from '../../cli/parts/property-values.ts';

export const properties = {
  'appjson-path': {
    summary: 'Where app.json is in the repository',
    default: 'app.json',
    normalize: pathInRepository('appjson-path'),
  },
} satisfies Properties;
