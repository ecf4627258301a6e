import type { PropertyTable } from '../../cli/parts/property-set.ts';
import { boolean } from '../../cli/parts/property-values.ts';

export const properties = {
  maintenance: {
    summary: 'If true, schedules start no tasks',
    default: 'false',
    normalize: boolean('maintenance'),
  },
  mailto: { summary: 'Accepted for compatibility; Kubernetes sends no mail', scope: 'global' },
  mailfrom: { summary: 'Accepted for compatibility; Kubernetes sends no mail', scope: 'global' },
} satisfies PropertyTable;
