import type { Properties } from '../property-set.ts';
import { pathInRepository } from '../property-values.ts';

export const properties = {
  'appjson-path': {
    summary: 'Where app.json is in the repository',
    default: 'app.json',
    normalize: pathInRepository('appjson-path'),
  },
} satisfies Properties;
