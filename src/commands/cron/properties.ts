import type { Properties } from '../../cli/parts/property-set.ts';
import { boolean } from '../../cli/parts/property-values.ts';

export const properties = {
  maintenance: {
    summary: 'true: no task is started by its schedule',
    default: 'false',
    normalize: boolean('maintenance'),
  },
  mailto: { summary: 'Kept for compatibility; Kubernetes sends no mail', scope: 'global' },
  mailfrom: { summary: 'Kept for compatibility; Kubernetes sends no mail', scope: 'global' },
} satisfies Properties;
