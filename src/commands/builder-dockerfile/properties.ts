import type { PropertyTable } from '../../cli/parts/property-set.ts';
import { pathInRepository } from '../../cli/parts/property-values.ts';

export const properties = {
  'dockerfile-path': {
    summary: 'Path of the Dockerfile, below build-dir',
    default: 'Dockerfile',
    normalize: pathInRepository('dockerfile-path'),
  },
} satisfies PropertyTable;
