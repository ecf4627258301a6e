import type { Flag } from '../../cli/table/define.ts';

export const shareDomainsFlag = {
  type: 'boolean',
  summary: 'Allow domains that another app has; only for administrators of all apps',
} as const satisfies Flag;
